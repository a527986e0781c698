package io.tenbin.proxy.upstream;

import io.tenbin.proxy.transport.LoopTimer;
import io.tenbin.proxy.transport.Timeout;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The idle connections of one event loop to one endpoint. The one used last is used next, so that the others can end. */
final class HttpPool {
    /** More than a loop has exchanges with one endpoint at the same time, for all but extreme loads. */
    private static final int MOST = 1024;

    /** Below the 5 s after which Apache and Node.js close an idle connection, so that it is we who close. */
    private static final long IDLE_NANOS = Duration.ofSeconds(4).toNanos();

    /** A server that just answered does not close in this time, if it ever waits at all for another request. */
    private static final long RECENT_NANOS = Duration.ofMillis(100).toNanos();

    private final Deque<Http1Connection> idle = new ArrayDeque<>();
    private final Endpoint.Registration registration;
    private final Timeout expiry;

    /** @param onRetired called on any thread when the endpoint retires */
    HttpPool(Endpoint endpoint, LoopTimer timer, Runnable onRetired) {
        this.expiry = timer.timeout(this::expire);
        this.registration = endpoint.onRetired(onRetired);
    }

    @Nullable
    Http1Connection take(long nanoTime, Reuse reuse) {
        Http1Connection youngest = idle.peekFirst();
        while (youngest != null) {
            boolean recent = nanoTime - youngest.idleSince() < RECENT_NANOS;
            if (!reuse.accepts(recent, youngest.reused())) {
                return null;
            }
            idle.pollFirst();
            if (youngest.usable()) {
                return youngest;
            }
            youngest.discard();
            youngest = idle.peekFirst();
        }
        return null;
    }

    void put(Http1Connection connection, long nanoTime) {
        idle.addFirst(connection);
        connection.rest(nanoTime);
        if (!expiry.isRunning()) {
            expiry.startAt(nanoTime, IDLE_NANOS);
        }
        if (idle.size() > MOST) {
            idle.removeLast().discard();
        }
    }

    void remove(Http1Connection connection) {
        idle.removeLastOccurrence(connection);
    }

    void close() {
        registration.close();
        expiry.stop();
        while (!idle.isEmpty()) {
            idle.removeFirst().discard();
        }
    }

    /** Closes those that have been idle for too long: the oldest are last. */
    private void expire() {
        long now = System.nanoTime();
        Http1Connection oldest = idle.peekLast();
        while (oldest != null && now - oldest.idleSince() >= IDLE_NANOS) {
            idle.removeLast();
            oldest.discard();
            oldest = idle.peekLast();
        }
        if (oldest != null) {
            expiry.startAt(now, IDLE_NANOS - (now - oldest.idleSince()));
        }
    }
}
