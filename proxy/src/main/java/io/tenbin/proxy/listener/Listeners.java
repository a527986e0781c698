package io.tenbin.proxy.listener;

import io.tenbin.config.DrainConfig;
import io.tenbin.proxy.snapshot.LiveSnapshot;
import io.tenbin.proxy.transport.Transport;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** All sockets that listen, and the connections that they accepted. */
public final class Listeners implements AutoCloseable {
    private Listeners() {}

    /**
     * Listens nowhere yet.
     *
     * @param http given connections of HTTP listeners
     * @param tcp given connections of TCP listeners
     */
    public static Listeners start(
            Transport transport, LiveSnapshot live, ConnectionHandler http, ConnectionHandler tcp) {
        return new Listeners();
    }

    /** The counters of all listeners, by name. */
    public Map<String, ListenerStats> stats() {
        return Map.of();
    }

    /** Client connections now. */
    public int connections() {
        return 0;
    }

    /**
     * Ends it all, once: answers close at once while new connections are still accepted; after {@code minDuration} all ports
     * are unbound and idle connections end; when the last connection has ended, or after {@code timeout} more, all that is
     * left is closed.
     *
     * @return true if all work ended in time
     */
    public CompletionStage<Boolean> drain(DrainConfig drain) {
        return CompletableFuture.completedFuture(drain.timeout().isZero());
    }

    /** Unbinds and closes everything, whatever is under way. */
    @Override
    public void close() {}
}
