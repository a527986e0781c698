package io.tenbin.proxy.upstream;

import io.netty.channel.EventLoop;
import io.tenbin.proxy.tls.ServerTls;
import io.tenbin.proxy.transport.LoopTimer;
import io.tenbin.proxy.transport.Timeout;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The idle connections of one event loop to one endpoint. The one used last is used next, so that the others can end. */
final class HttpPool implements EndpointConnections.Yielding {
    /** More than a loop has exchanges with one endpoint at the same time, for all but extreme loads. */
    private static final int MOST = 1024;

    /** Below the 5 s after which Apache and Node.js close an idle connection, so that it is we who close. */
    private static final long IDLE_NANOS = Duration.ofSeconds(4).toNanos();

    /** A server that just answered does not close in this time, if it ever waits at all for another request. */
    private static final long RECENT_NANOS = Duration.ofMillis(100).toNanos();

    private final Endpoint endpoint;
    private final Deque<Http1Connection> idle = new ArrayDeque<>();
    private final EventLoop loop;
    private final Endpoint.Registration registration;
    private final Timeout expiry;

    /** @param onRetired called on any thread when the endpoint retires */
    HttpPool(Endpoint endpoint, LoopTimer timer, Runnable onRetired) {
        this.endpoint = endpoint;
        this.loop = timer.loop();
        this.expiry = timer.timeout(this::expire);
        this.registration = endpoint.onRetired(onRetired);
        endpoint.connections().add(this);
    }

    @Nullable
    Http1Connection take(long nanoTime, Reuse reuse, @Nullable ServerTls tls) {
        Http1Connection youngest = idle.peekFirst();
        while (youngest != null) {
            // By other rules of TLS, or by none: those hold for it no longer, whatever it was good for.
            boolean fits = youngest.tls() == tls;
            boolean recent = nanoTime - youngest.idleSince() < RECENT_NANOS;
            if (fits && !reuse.accepts(recent, youngest.reused())) {
                return null;
            }
            idle.removeFirst();
            endpoint.connections().resumed();
            if (fits && youngest.usable()) {
                return youngest;
            }
            youngest.discard();
            youngest = idle.peekFirst();
        }
        return null;
    }

    /** Keeps it, unless there are as many as may be, or its place is needed: then it ends, as in HAProxy ({@code pool-max-conn}). */
    void put(Http1Connection connection, long nanoTime) {
        if (!endpoint.connections().keep()) {
            connection.discard();
            return;
        }
        idle.addFirst(connection);
        connection.rest(nanoTime);
        if (!expiry.isRunning()) {
            expiry.startAt(nanoTime, IDLE_NANOS);
        }
        if (idle.size() > MOST) {
            discardOldest();
        }
    }

    void remove(Http1Connection connection) {
        if (idle.removeLastOccurrence(connection)) {
            endpoint.connections().resumed();
        }
    }

    void close() {
        registration.close();
        endpoint.connections().remove(this);
        expiry.stop();
        while (!idle.isEmpty()) {
            discardOldest();
        }
    }

    /** Closes those that have been idle for too long: the oldest are last. */
    private void expire() {
        long now = System.nanoTime();
        Http1Connection oldest = idle.peekLast();
        while (oldest != null && now - oldest.idleSince() >= IDLE_NANOS) {
            discardOldest();
            oldest = idle.peekLast();
        }
        if (oldest != null) {
            expiry.startAt(now, IDLE_NANOS - (now - oldest.idleSince()));
        }
    }

    @Override
    public void giveWay() {
        loop.execute(() -> {
            int needed = endpoint.connections().needed();
            for (int i = 0; i < needed && !idle.isEmpty(); i++) {
                discardOldest();
            }
        });
    }

    private void discardOldest() {
        Http1Connection oldest = idle.removeLast();
        endpoint.connections().resumed();
        oldest.discard();
    }
}
