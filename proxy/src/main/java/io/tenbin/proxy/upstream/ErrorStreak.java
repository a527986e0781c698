package io.tenbin.proxy.upstream;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the errors of live traffic to one endpoint that come in a row, over all event loops. Costs one read of memory where all
 * goes well.
 */
public final class ErrorStreak {
    private static final Watch NOBODY = new Watch(0, () -> {});

    private final AtomicInteger errors = new AtomicInteger();
    private volatile Watch watch = NOBODY;

    private record Watch(int limit, Runnable onLimit) {}

    ErrorStreak() {}

    /**
     * Tells at every {@code limit}th error in a row, on the thread that met it.
     *
     * @param limit at least 1
     */
    public void watch(int limit, Runnable onLimit) {
        watch = new Watch(limit, onLimit);
    }

    /** Tells nobody any more, and counts nothing. */
    public void ignore() {
        watch = NOBODY;
        clear();
    }

    public boolean isWatched() {
        return watch.limit > 0;
    }

    /** An exchange or a connect failed, and it is the endpoint's fault. */
    public void error() {
        Watch now = watch;
        if (now.limit > 0 && errors.incrementAndGet() % now.limit == 0) {
            now.onLimit.run();
        }
    }

    /** The endpoint did what it is there for. */
    public void success() {
        if (errors.get() != 0) {
            clear();
        }
    }

    public void clear() {
        errors.set(0);
    }
}
