package io.tenbin.proxy.dispatch;

import io.tenbin.proxy.upstream.BackendQueue;
import io.tenbin.proxy.upstream.Endpoint;
import io.tenbin.proxy.upstream.Ticket;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The slot that one exchange has at an endpoint, or its place in the queue for one, or neither. Belongs to the event loop.
 *
 * <pre>
 *   none --a slot is free--&gt; holding --release--&gt; none
 *     '--all are taken--&gt; waiting --granted--&gt; holding
 *                            '--expelled, leave--&gt; none
 * </pre>
 */
final class Place implements Ticket.Waiter {
    private final BackendQueue queue;
    private final Executor loop;
    private final int most;
    private final boolean loyal;
    private final Owner owner;
    private @Nullable Endpoint held;
    private @Nullable Ticket ticket;
    private long serverPosition;
    private long anyPosition;

    /** Whoever waits. */
    interface Owner {
        void granted(Endpoint endpoint);

        /** The endpoint that was waited for takes no more work, or is gone. */
        void expelled();
    }

    /**
     * Nothing yet.
     *
     * @param most how many may wait, 0 for any number
     * @param loyal whether it waits on for a server that takes no more work
     */
    Place(BackendQueue queue, Executor loop, int most, boolean loyal, Owner owner) {
        this.queue = queue;
        this.loop = loop;
        this.most = most;
        this.loyal = loyal;
        this.owner = owner;
    }

    boolean waiting() {
        return ticket != null;
    }

    /** How many were served before, in the lines of servers: HAProxy's {@code %sq}. */
    long serverPosition() {
        return serverPosition;
    }

    /** How many were served before, in the Backend's line: HAProxy's {@code %bq}. */
    long anyPosition() {
        return anyPosition;
    }

    /** Takes a slot at this endpoint if there is one and nobody waits for it. */
    boolean take(Endpoint endpoint) {
        if (!queue.take(endpoint)) {
            return false;
        }
        held = endpoint;
        return true;
    }

    /** Whether nobody waits for just any endpoint. */
    boolean nobodyWaits() {
        return queue.queued() == 0;
    }

    /**
     * Waits, unless a slot has become free.
     *
     * @param server that is wanted and no other; null for any
     * @param slot takes a slot as {@link #take} does, in the moment in which nobody can come between
     */
    BackendQueue.Entry enter(@Nullable Endpoint server, Supplier<@Nullable Endpoint> slot) {
        Ticket fresh = new Ticket(server, loyal, loop, this);
        BackendQueue.Entry entry = queue.enter(fresh, slot, most);
        if (entry instanceof BackendQueue.Entry.Waiting) {
            ticket = fresh;
        }
        return entry;
    }

    /** Gives back what it has, slot or place. */
    void release() {
        Ticket left = ticket;
        if (left != null) {
            ticket = null;
            queue.leave(left);
            note(left);
        }
        Endpoint endpoint = held;
        if (endpoint != null) {
            held = null;
            queue.giveBack(endpoint);
        }
    }

    @Override
    public void granted(Ticket of, Endpoint endpoint) {
        // Otherwise it left in the same moment, and has given the slot back.
        if (of == ticket) {
            ticket = null;
            note(of);
            held = endpoint;
            owner.granted(endpoint);
        }
    }

    @Override
    public void expelled(Ticket of) {
        if (of == ticket) {
            ticket = null;
            note(of);
            owner.expelled();
        }
    }

    private void note(Ticket of) {
        if (of.ofServer()) {
            serverPosition += of.position();
        } else {
            anyPosition += of.position();
        }
    }
}
