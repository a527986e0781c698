package io.tenbin.config;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which endpoints work is given to.
 *
 * @param algorithm which of the usable ones
 * @param allBackups whether all backups are used while no other server can be, or only the first
 * @param fallback name of the Backend that new work goes to while none is usable; null for none
 * @param slowStart how long the weight of an endpoint that came into service grows until it is whole; zero for not at all
 * @param overrides what holds for single pods instead of what their server says; each pod once
 */
public record BalanceConfig(
        AlgorithmConfig algorithm,
        boolean allBackups,
        @Nullable String fallback,
        Duration slowStart,
        List<EndpointOverride> overrides) {

    /** Each in turn, and of the backups only the first. */
    public static final BalanceConfig DEFAULT =
            new BalanceConfig(new AlgorithmConfig.RoundRobin(), false, null, Duration.ZERO, List.of());

    public BalanceConfig {
        Check.notNegative("slowStart", slowStart);
        overrides = Check.unique("endpointOverrides.pod", overrides, EndpointOverride::pod);
    }

    /** The same without the fallback. */
    public BalanceConfig withoutFallback() {
        return new BalanceConfig(algorithm, allBackups, null, slowStart, overrides);
    }
}
