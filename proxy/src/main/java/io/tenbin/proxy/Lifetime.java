package io.tenbin.proxy;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/**
 * How a process ends: the first SIGTERM or SIGINT drains and then exits with 0, a second one ends it at once with 130.
 */
public final class Lifetime {
    private static final int AT_ONCE = 130;

    /** timeout(1), and a shell that ends its job, signal the process and then its group: that is one wish. */
    private static final Duration SAME_WISH = Duration.ofMillis(100);

    private final CountDownLatch signalled = new CountDownLatch(1);
    private long first;

    private Lifetime() {}

    /**
     * Listens for signals from now on: to be called before anyone is told that the process serves. One that comes before
     * {@link #serve} is not lost.
     */
    public static Lifetime begin() {
        Lifetime lifetime = new Lifetime();
        Signals.handle(lifetime::signalled);
        return lifetime;
    }

    private synchronized void signalled() {
        long now = System.nanoTime();
        if (signalled.getCount() > 0) {
            first = now;
            signalled.countDown();
        } else if (now - first >= SAME_WISH.toNanos()) {
            Runtime.getRuntime().halt(AT_ONCE);
        }
    }

    /**
     * Returns once a first signal has come and all is drained and closed.
     *
     * @param before is closed first: what brings changes
     * @param words hears that draining has begun
     */
    public void serve(Engine engine, AutoCloseable before, PrintStream words) throws Exception {
        signalled.await();
        words.println("ending: requests under way may finish; a second signal ends at once");
        before.close();
        engine.drain();
        engine.close();
    }
}
