package io.tenbin.proxy;

import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;

/**
 * How a process ends: the first SIGTERM or SIGINT drains and then exits with 0, a second one ends it at once with 130.
 */
public final class Lifetime {
    private static final int AT_ONCE = 130;

    private Lifetime() {}

    /**
     * Returns once a first signal has come and all is drained and closed.
     *
     * @param before is closed first: what brings changes
     * @param words hears that draining has begun
     */
    public static void serve(Engine engine, AutoCloseable before, PrintStream words) throws Exception {
        CountDownLatch signalled = new CountDownLatch(1);
        Signals.handle(count -> {
            if (count > 1) {
                Runtime.getRuntime().halt(AT_ONCE);
            }
            signalled.countDown();
        });
        signalled.await();
        words.println("ending: requests under way may finish; a second signal ends at once");
        before.close();
        engine.drain();
        engine.close();
    }
}
