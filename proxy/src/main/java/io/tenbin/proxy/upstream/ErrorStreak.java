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
     * Tells when there are this many errors in a row, once, and again only after {@link #clear} or a success.
     *
     * @param limit at least 1
     * @param onLimit called on the thread that met the error
     */
    public void watch(int limit, Runnable onLimit) {
        if (watch.limit != limit) {
            clear();
        }
        watch = new Watch(limit, onLimit);
    }

    /** Tells nobody any more, and counts nothing. */
    public void ignore() {
        watch = NOBODY;
        clear();
    }

    /** An exchange or a connect failed, and it is the endpoint's fault. */
    public void error() {
        Watch now = watch;
        if (now.limit > 0 && errors.incrementAndGet() == now.limit) {
            now.onLimit.run();
        }
    }

    /**
     * The endpoint gave a final answer, to its end. What a gateway says of the server behind it is an error; other failures may lie in the
     * request, and would come from any endpoint.
     *
     * @param status of the answer
     */
    public void answered(int status) {
        if (status >= 502 && status <= 504) {
            error();
        } else {
            success();
        }
    }

    /** The endpoint did what it is there for. */
    public void success() {
        if (errors.get() != 0) {
            clear();
        }
    }

    /** Begins to count anew. */
    public void clear() {
        errors.set(0);
    }
}
