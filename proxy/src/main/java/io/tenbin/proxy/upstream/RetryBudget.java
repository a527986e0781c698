package io.tenbin.proxy.upstream;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How many attempts a Backend may repeat, so that servers in trouble are not buried under repetitions: a share of the last
 * 10 s of requests, and 50 in 10 s in any case. Shared by all event loops, without a lock.
 */
public final class RetryBudget {
    private static final int WINDOW = 10;
    private static final long LEAST = 50;

    /** One slot per second: the second in the high half, the count in the low one. */
    private final AtomicLongArray requests = new AtomicLongArray(WINDOW);

    private final AtomicLongArray retries = new AtomicLongArray(WINDOW);

    /**
     * Counts a request that came.
     *
     * @param nanoTime now, of {@link System#nanoTime}
     */
    public void request(long nanoTime) {
        count(requests, second(nanoTime));
    }

    /**
     * Asks for another attempt, and counts it if it is granted.
     *
     * @param nanoTime now, of {@link System#nanoTime}
     * @param percent of the requests
     */
    public boolean retry(long nanoTime, int percent) {
        int now = second(nanoTime);
        if (sum(retries, now) >= Math.max(LEAST, sum(requests, now) * percent / 100)) {
            return false;
        }
        count(retries, now);
        return true;
    }

    private static void count(AtomicLongArray slots, int second) {
        slots.updateAndGet(Math.floorMod(second, WINDOW), slot -> secondOf(slot) == second ? slot + 1 : start(second));
    }

    private static long sum(AtomicLongArray slots, int now) {
        long sum = 0;
        for (int i = 0; i < WINDOW; i++) {
            long slot = slots.get(i);
            int age = now - secondOf(slot);
            if (age >= 0 && age < WINDOW) {
                sum += slot & 0xffff_ffffL;
            }
        }
        return sum;
    }

    private static int second(long nanoTime) {
        return (int) Math.floorDiv(nanoTime, 1_000_000_000L);
    }

    private static int secondOf(long slot) {
        return (int) (slot >> 32);
    }

    private static long start(int second) {
        return ((long) second << 32) + 1;
    }
}
