package io.tenbin.proxy.limit;

import io.tenbin.config.RateLimitConfig;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A bucket of tokens for each key (the generic cell rate algorithm, ITU-T I.371: one time says all of a bucket). Thread-safe, without
 * a lock. A bucket that has filled up again is as good as none.
 *
 * <p>The table has room for {@link #KEYS} keys, in sets of {@link #WAYS}. Where a set is full, a new key takes the place of the one
 * whose bucket is fullest: who is at its limit is forgotten last, and looking never takes longer.
 */
public final class TokenBuckets {
    /** How many keys are known at most. */
    public static final int KEYS = 1 << 15;

    private static final int WAYS = 8;
    private static final int SETS = KEYS / WAYS;

    private final long interval;
    private final long capacity;
    private final long seed = ThreadLocalRandom.current().nextLong();
    private final AtomicReference<@Nullable AtomicReferenceArray<Bucket>> table = new AtomicReference<>();

    /** When the bucket is full again, of {@link System#nanoTime}. */
    private record Bucket(Object key, AtomicLong full) {}

    /** All buckets are full, and nothing is allocated until the first is asked. */
    public TokenBuckets(RateLimitConfig config) {
        this.interval = config.per().toNanos() / config.requests();
        this.capacity = config.burst() * interval;
    }

    /**
     * Takes a token.
     *
     * @param key whose bucket it is; kept
     * @param nanoTime now, of {@link System#nanoTime}
     * @param forgotten counts keys that were forgotten before their buckets were full
     * @return 0 if there was one, else the nanoseconds until there is
     */
    public long take(Object key, long nanoTime, LongAdder forgotten) {
        AtomicLong full = bucket(key, nanoTime, forgotten).full();
        while (true) {
            long before = full.get();
            long from = before - nanoTime > 0 ? before : nanoTime;
            long after = from + interval;
            long missing = after - nanoTime - capacity;
            if (missing > 0) {
                return missing;
            }
            if (full.compareAndSet(before, after)) {
                return 0;
            }
        }
    }

    private Bucket bucket(Object key, long nanoTime, LongAdder forgotten) {
        AtomicReferenceArray<Bucket> buckets = table();
        int first = set(key) * WAYS;
        while (true) {
            int place = first;
            long earliest = Long.MAX_VALUE;
            Bucket replaced = null;
            for (int way = first; way < first + WAYS; way++) {
                Bucket bucket = buckets.get(way);
                if (bucket == null) {
                    // Ways are filled in order, and never emptied.
                    place = way;
                    replaced = null;
                    break;
                }
                if (bucket.key().equals(key)) {
                    return bucket;
                }
                long left = bucket.full().get() - nanoTime;
                if (left < earliest) {
                    earliest = left;
                    place = way;
                    replaced = bucket;
                }
            }
            Bucket fresh = new Bucket(key, new AtomicLong(nanoTime));
            if (buckets.compareAndSet(place, replaced, fresh)) {
                if (replaced != null && earliest > 0) {
                    forgotten.increment();
                }
                return fresh;
            }
        }
    }

    /** Which set: not for a stranger to foresee, who could else fill one of his choice. Keys of his making have to be hashed with a secret. */
    private int set(Object key) {
        long mixed = (key.hashCode() ^ seed) * 0x9e3779b97f4a7c15L;
        mixed = (mixed ^ (mixed >>> 32)) * 0xbf58476d1ce4e5b9L;
        return (int) (mixed >>> 40) & (SETS - 1);
    }

    private AtomicReferenceArray<Bucket> table() {
        AtomicReferenceArray<Bucket> known = table.get();
        if (known == null) {
            table.compareAndSet(null, new AtomicReferenceArray<>(KEYS));
            return table();
        }
        return known;
    }
}
