package io.tenbin.config;

import org.jspecify.annotations.Nullable;

/**
 * How an endpoint is checked.
 *
 * @param probe what is done
 * @param timing how often
 * @param fall checks in a row that have to fail before it is down, 1 to 100
 * @param rise checks in a row that have to pass before it is up, 1 to 100
 * @param initialState what it counts as before the first check
 * @param port where it is checked; absent for the port that work goes to
 * @param sendProxyProtocol the header that a check begins with; null for none
 * @param logAll whether each change of the counter is logged, not only up and down
 */
public record HealthCheckConfig(
        HealthProbe probe,
        CheckTiming timing,
        int fall,
        int rise,
        InitialState initialState,
        @Nullable Integer port,
        @Nullable SendProxyProtocol sendProxyProtocol,
        boolean logAll) {

    public HealthCheckConfig {
        Check.range("healthCheck.fall", fall, 1, 100);
        Check.range("healthCheck.rise", rise, 1, 100);
        if (port != null) {
            Check.port("healthCheck.port", port);
        }
    }
}
