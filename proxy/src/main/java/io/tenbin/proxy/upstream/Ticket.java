package io.tenbin.proxy.upstream;

import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A place in a {@link BackendQueue}. */
public final class Ticket {
    final Executor loop;
    final Waiter waiter;
    final @Nullable Endpoint server;
    final boolean loyal;

    /** When it came, among all who wait at the Backend. Guarded by the queue, as what follows. */
    long number;

    /** How many the line had served when it came. */
    long servedBefore;

    long position;
    boolean waiting;

    /** Set once a slot is its own. */
    @Nullable
    Endpoint granted;

    /** Whoever waits. Hears one of the two, on its event loop, unless it left before. */
    public interface Waiter {
        /** A slot at this endpoint is taken for it. */
        void granted(Ticket ticket, Endpoint endpoint);

        /** The endpoint that it waited for takes no more work: it has to look for another one. */
        void expelled(Ticket ticket);
    }

    /**
     * Not in the queue yet.
     *
     * @param server whose slot is waited for; null for the slot of any that takes new work
     * @param loyal whether it waits on while the server takes no work, for that may change: HAProxy without {@code option
     *     redispatch}
     * @param loop the waiter's event loop
     */
    public Ticket(@Nullable Endpoint server, boolean loyal, Executor loop, Waiter waiter) {
        this.server = server;
        this.loyal = loyal;
        this.loop = loop;
        this.waiter = waiter;
    }

    /** Whether it waits for one endpoint and no other. */
    public boolean ofServer() {
        return server != null;
    }

    /**
     * How many were served from its line while it waited, itself included: HAProxy's {@code %sq} or {@code %bq}. To be asked
     * after it has left.
     */
    public long position() {
        return position;
    }
}
