package io.tenbin.proxy.health;

import io.tenbin.proxy.upstream.CheckResult;
import io.tenbin.proxy.upstream.CheckStatus;
import io.tenbin.proxy.upstream.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * A check has ended, and its endpoint knows already.
 *
 * @param previous how the one before ended; null if it was the first
 * @param before the counter before it
 * @param after the counter now
 * @param turns whether the endpoint came up or went down
 */
record CheckEvent(
        Endpoint endpoint,
        CheckResult result,
        @Nullable CheckStatus previous,
        HealthCounter before,
        HealthCounter after,
        boolean turns) {

    /** Whether HAProxy would tell of it with {@code option log-health-checks}. */
    boolean tells() {
        return result.status() != previous || !before.equals(after);
    }
}
