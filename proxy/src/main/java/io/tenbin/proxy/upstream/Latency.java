package io.tenbin.proxy.upstream;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How long an endpoint takes: an exponentially weighted average over 10 s in which a slow answer counts at once (peak EWMA, as in
 * Twitter's Finagle). It decays while there is no answer, so that an endpoint that was slow is tried again.
 */
public final class Latency {
    private static final double WINDOW_MILLIS = 10_000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** The average in nanoseconds, as float bits, in the high half; the milliseconds of the last answer in the low one. 0 for none. */
    private final AtomicLong state = new AtomicLong();

    /**
     * Counts an answer.
     *
     * @param nanos from the choice of the endpoint to its answer
     * @param nanoTime now, of {@link System#nanoTime}
     */
    public void observe(long nanos, long nanoTime) {
        long before;
        long after;
        do {
            before = state.get();
            float old = value(before);
            float next = nanos > old
                    ? nanos
                    : (float) (nanos + (old - nanos) * Math.exp(-age(before, nanoTime) / WINDOW_MILLIS));
            after = (long) Float.floatToRawIntBits(Math.max(1, next)) << 32 | (millis(nanoTime) & 0xffff_ffffL);
        } while (!state.compareAndSet(before, after));
    }

    /** The average in nanoseconds; 0 if there was no answer yet. */
    public double at(long nanoTime) {
        long now = state.get();
        return value(now) * Math.exp(-age(now, nanoTime) / WINDOW_MILLIS);
    }

    private static float value(long state) {
        return Float.intBitsToFloat((int) (state >> 32));
    }

    private static int age(long state, long nanoTime) {
        return Math.max(0, millis(nanoTime) - (int) state);
    }

    private static int millis(long nanoTime) {
        return (int) Math.floorDiv(nanoTime, NANOS_PER_MILLI);
    }
}
