package io.tenbin.proxy.upstream;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Those who wait for a slot at one Backend: one line for each endpoint, of those who want no other, and one of those who take
 * any (HAProxy's queues of servers and backends). Who has waited longest is served first, over all event loops.
 *
 * <p>A lock guards the lines. It is never held while anything waits, and nobody comes here as long as nobody has to wait.
 * Nothing is lost between the two: who has to wait says so first ({@link #waiting}) and then looks for a free slot; who gives
 * one back does that first and then looks whether anybody waits. One of them sees the other.
 */
public final class BackendQueue {
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger anyLength = new AtomicInteger();
    private final WaitingLine any = new WaitingLine(anyLength);
    private long arrivals;

    /** Those who wait for any endpoint. */
    public int queued() {
        return anyLength.get();
    }

    /**
     * A slot at this endpoint, if one is free and nobody waits for it.
     *
     * @return whether it is taken
     */
    public boolean take(Endpoint endpoint) {
        return !endpoint.slots().full() && endpoint.slots().take();
    }

    /** What becomes of a newcomer. */
    public sealed interface Entry {
        /** A slot is taken at this endpoint. */
        record Taken(Endpoint endpoint) implements Entry {}

        /** It is in line. */
        record Waiting() implements Entry {}

        /** The line is as long as it may be, or its endpoint takes no more work. */
        record Full() implements Entry {}
    }

    /**
     * Gets in line, unless there is a slot after all.
     *
     * @param slot takes a slot, null if there is none; is asked only if nobody is in the ticket's line
     * @param most how long the line may become, 0 for any length
     */
    public synchronized Entry enter(Ticket ticket, Supplier<@Nullable Endpoint> slot, int most) {
        waiting.incrementAndGet();
        WaitingLine line = line(ticket);
        if (line.size() == 0) {
            Endpoint endpoint = slot.get();
            if (endpoint != null) {
                waiting.decrementAndGet();
                return new Entry.Taken(endpoint);
            }
        }
        boolean closed = ticket.server != null && !ticket.server.slots().running();
        if (closed || (most > 0 && line.size() >= most)) {
            waiting.decrementAndGet();
            return new Entry.Full();
        }
        ticket.number = arrivals++;
        ticket.waiting = true;
        line.add(ticket);
        return new Entry.Waiting();
    }

    /** Leaves the line. If a slot was granted in the same moment, it is given back. */
    public void leave(Ticket ticket) {
        Endpoint granted;
        synchronized (this) {
            if (ticket.waiting) {
                line(ticket).remove(ticket);
                ticket.waiting = false;
                waiting.decrementAndGet();
            }
            granted = ticket.granted;
            ticket.granted = null;
        }
        if (granted != null) {
            giveBack(granted);
        }
    }

    /** Gives a slot back, and with it to whoever is next. */
    public void giveBack(Endpoint endpoint) {
        endpoint.slots().giveBack();
        if (waiting.get() > 0) {
            serve(endpoint);
        }
    }

    /** Follows a change of this endpoint's {@link Slots}: fills what is free now, and sends away who cannot wait for it any more. */
    public void follow(Endpoint endpoint) {
        if (endpoint.slots().running()) {
            serve(endpoint);
        } else {
            expel(endpoint);
        }
    }

    private synchronized void expel(Endpoint endpoint) {
        boolean forGood = endpoint.retired();
        for (Ticket ticket : endpoint.slots().line.takeOut(ticket -> forGood || !ticket.loyal)) {
            ticket.waiting = false;
            waiting.decrementAndGet();
            ticket.loop.execute(() -> ticket.waiter.expelled(ticket));
        }
    }

    private synchronized void serve(Endpoint endpoint) {
        Ticket next = next(endpoint);
        while (next != null && endpoint.slots().take()) {
            line(next).serve(next);
            waiting.decrementAndGet();
            grant(next, endpoint);
            next = next(endpoint);
        }
    }

    private static void grant(Ticket ticket, Endpoint endpoint) {
        ticket.waiting = false;
        ticket.granted = endpoint;
        ticket.loop.execute(() -> ticket.waiter.granted(ticket, endpoint));
    }

    /** Who has waited longest, of those whom this endpoint will do for. */
    private @Nullable Ticket next(Endpoint endpoint) {
        Ticket own = endpoint.slots().line.first();
        Ticket other = endpoint.slots().open() ? any.first() : null;
        if (own == null || other == null) {
            return own == null ? other : own;
        }
        return own.number < other.number ? own : other;
    }

    private WaitingLine line(Ticket ticket) {
        return ticket.server == null ? any : ticket.server.slots().line;
    }
}
