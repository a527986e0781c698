package io.tenbin.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How many requests of one client are let through: a bucket that is refilled evenly.
 *
 * @param requests 1 to 1,000,000 in each time of {@code per}
 * @param per up to an hour
 * @param burst 1 to 1,000,000: what the bucket holds
 * @param header name of the field whose value tells clients apart; null for their addresses
 */
public record RateLimitConfig(
        int requests, Duration per, int burst, @Nullable String header) {
    /** The longest time of {@code per}. */
    public static final Duration LONGEST = Duration.ofHours(1);

    private static final int MOST = 1_000_000;

    public RateLimitConfig {
        Check.range("rule.rateLimit.requests", requests, 1, MOST);
        Check.range("rule.rateLimit.burst", burst, 1, MOST);
        Check.positive("rule.rateLimit.per", per);
        if (per.compareTo(LONGEST) > 0) {
            throw new InvalidConfigException("rule.rateLimit.per", per, "must be at most " + LONGEST);
        }
    }
}
