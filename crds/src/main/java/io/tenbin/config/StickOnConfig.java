package io.tenbin.config;

import java.time.Duration;

/**
 * A table of which client, by its address, has which server (HAProxy's {@code stick on src}, configuration manual 4.2).
 *
 * @param expire how long a client is remembered after it was seen, longer than zero
 * @param size clients that are remembered at most, 1 to {@link #LARGEST}
 */
public record StickOnConfig(Duration expire, int size) {
    /** More would be memory that a proxy hardly has. */
    public static final int LARGEST = 1_000_000;

    public StickOnConfig {
        Check.positive("stickOn.expire", expire);
        Check.range("stickOn.size", size, 1, LARGEST);
    }
}
