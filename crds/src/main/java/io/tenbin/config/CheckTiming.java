package io.tenbin.config;

import java.time.Duration;

/**
 * How often an endpoint is checked, from the start of one check to the start of the next. All are at least {@link #SHORTEST}.
 *
 * @param interval while nothing is in the balance (HAProxy's {@code inter})
 * @param fastInterval while a change is in the balance ({@code fastinter})
 * @param downInterval while it is down, and no check has passed since ({@code downinter})
 * @param timeout how long a check may take, from the connect to the verdict
 */
public record CheckTiming(Duration interval, Duration fastInterval, Duration downInterval, Duration timeout) {
    /** Checks that come thicker would be load, and not news. */
    public static final Duration SHORTEST = Duration.ofMillis(100);

    public CheckTiming {
        Check.atLeast("healthCheck.interval", interval, SHORTEST);
        Check.atLeast("healthCheck.fastInterval", fastInterval, SHORTEST);
        Check.atLeast("healthCheck.downInterval", downInterval, SHORTEST);
        Check.atLeast("healthCheck.timeout", timeout, SHORTEST);
    }
}
