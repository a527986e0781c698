package io.tenbin.proxy.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenbin.config.RateLimitConfig;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

class TokenBucketsTest {
    private static final long SECOND = 1_000_000_000;

    private final LongAdder forgotten = new LongAdder();

    @Test
    void a_burst_is_let_through_then_one_at_each_interval() {
        TokenBuckets buckets = buckets(10, 3);
        long start = Long.MAX_VALUE - SECOND;

        for (int i = 0; i < 3; i++) {
            assertThat(take(buckets, "a", start)).isZero();
        }
        assertThat(take(buckets, "a", start)).isEqualTo(SECOND / 10);
        assertThat(take(buckets, "a", start + SECOND / 20)).isEqualTo(SECOND / 20);
        assertThat(take(buckets, "a", start + SECOND / 10)).isZero();
        assertThat(take(buckets, "a", start + SECOND / 10)).isEqualTo(SECOND / 10);
    }

    @Test
    void a_bucket_fills_up_to_its_burst_and_no_further() {
        TokenBuckets buckets = buckets(10, 2);
        take(buckets, "a", 0);

        for (int i = 0; i < 2; i++) {
            assertThat(take(buckets, "a", 100 * SECOND)).isZero();
        }
        assertThat(take(buckets, "a", 100 * SECOND)).isPositive();
    }

    @Test
    void each_key_has_its_own() {
        TokenBuckets buckets = buckets(1, 1);

        assertThat(take(buckets, "a", 0)).isZero();
        assertThat(take(buckets, "b", 0)).isZero();
        assertThat(take(buckets, "a", 0)).isEqualTo(SECOND);
    }

    @Test
    void the_largest_and_the_smallest_limits_do_not_overflow() {
        TokenBuckets slow = new TokenBuckets(new RateLimitConfig(1, Duration.ofHours(1), 1_000_000, null));
        TokenBuckets fast = new TokenBuckets(new RateLimitConfig(1_000_000, Duration.ofMillis(1), 1, null));

        for (int i = 0; i < 1_000_000; i++) {
            assertThat(slow.take("a", 0, forgotten)).isZero();
        }
        assertThat(slow.take("a", 0, forgotten)).isEqualTo(3600 * SECOND);
        assertThat(fast.take("a", 0, forgotten)).isZero();
        assertThat(fast.take("a", 0, forgotten)).isEqualTo(1);
    }

    @Test
    void a_full_table_forgets_whose_bucket_is_fullest_and_remembers_who_is_at_its_limit() {
        TokenBuckets buckets = buckets(1, 2);
        take(buckets, "limited", 0);
        take(buckets, "limited", 0);

        for (int i = 0; i < 4 * TokenBuckets.KEYS; i++) {
            assertThat(take(buckets, i, i)).isZero();
        }

        assertThat(take(buckets, "limited", SECOND / 2)).isPositive();
        assertThat(forgotten.sum()).isGreaterThanOrEqualTo(3L * TokenBuckets.KEYS);
        long before = forgotten.sum();
        take(buckets, "late", 100 * SECOND);
        assertThat(forgotten.sum())
                .as("buckets that are full again are no loss")
                .isEqualTo(before);
    }

    @Test
    void many_threads_together_get_no_more_than_there_is() throws Exception {
        TokenBuckets buckets = buckets(1, 1000);
        AtomicInteger taken = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(4);

        for (int thread = 0; thread < 4; thread++) {
            Thread.ofPlatform().start(() -> {
                for (int i = 0; i < 1000; i++) {
                    if (take(buckets, "a", 0) == 0) {
                        taken.incrementAndGet();
                    }
                }
                done.countDown();
            });
        }
        done.await();

        assertThat(taken).hasValue(1000);
    }

    private static TokenBuckets buckets(int perSecond, int burst) {
        return new TokenBuckets(new RateLimitConfig(perSecond, Duration.ofSeconds(1), burst, null));
    }

    private long take(TokenBuckets buckets, Object key, long nanoTime) {
        return buckets.take(key, nanoTime, forgotten);
    }
}
