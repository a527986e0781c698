package io.tenbin.proxy.listener;

import io.tenbin.config.DrainConfig;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of a proxy. Belongs to the control thread.
 *
 * <pre>
 *   accepting, answers close ──minDuration──> unbound, idle ones end ──no connection left──> done
 *                                                     └───────────timeout──> the rest is closed ──> done
 * </pre>
 */
final class Drain {
    private static final Logger LOG = LoggerFactory.getLogger(Drain.class);
    private static final long POLL_MILLIS = 10;

    /** How long the sockets closed at the timeout may take to be gone. */
    private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Listeners listeners;
    private final DrainConfig config;
    private final CompletableFuture<Boolean> done = new CompletableFuture<>();

    Drain(Listeners listeners, DrainConfig config) {
        this.listeners = listeners;
        this.config = config;
    }

    CompletableFuture<Boolean> done() {
        return done;
    }

    void start() {
        LOG.info(
                "drain begins connections={} min_duration={} timeout={}",
                listeners.connections(),
                config.minDuration(),
                config.timeout());
        listeners.all().forEach(OpenListener::close);
        after(config.minDuration().toNanos(), this::stopAccepting);
    }

    private void stopAccepting() {
        listeners.unbindAll();
        listeners.all().forEach(OpenListener::endIdle);
        long deadline = System.nanoTime() + config.timeout().toNanos();
        awaitEnd(deadline);
    }

    private void awaitEnd(long deadline) {
        if (listeners.connections() == 0) {
            LOG.info("drain ends, all work done");
            done.complete(true);
        } else if (System.nanoTime() - deadline < 0) {
            after(TimeUnit.MILLISECONDS.toNanos(POLL_MILLIS), () -> awaitEnd(deadline));
        } else {
            LOG.warn("drain ends at its timeout, the rest is closed connections={}", listeners.connections());
            listeners.all().forEach(OpenListener::endNow);
            awaitClosed(System.nanoTime() + CLOSE_NANOS);
        }
    }

    private void awaitClosed(long deadline) {
        if (listeners.connections() == 0 || System.nanoTime() - deadline >= 0) {
            done.complete(false);
        } else {
            after(TimeUnit.MILLISECONDS.toNanos(POLL_MILLIS), () -> awaitClosed(deadline));
        }
    }

    private void after(long nanos, Runnable step) {
        listeners.control().schedule(step, nanos, TimeUnit.NANOSECONDS);
    }
}
