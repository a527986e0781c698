package io.tenbin.config;

import java.time.Duration;

/**
 * What happens to connections when a proxy or a listener ends.
 *
 * @param minDuration how long it still accepts, so that all who route to it have heard; zero is allowed
 * @param timeout how long work in flight may then take before the proxy exits all the same; zero is allowed
 */
public record DrainConfig(Duration minDuration, Duration timeout) {

    public DrainConfig {
        Check.notNegative("drain.minDuration", minDuration);
        Check.notNegative("drain.timeout", timeout);
    }
}
