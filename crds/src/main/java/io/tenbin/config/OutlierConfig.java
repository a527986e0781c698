package io.tenbin.config;

import java.time.Duration;

/**
 * When live traffic takes an endpoint out.
 *
 * @param consecutiveErrors errors in a row, 1 to 1000
 * @param ejection how long it is out
 * @param maxEjectedPercent of the Backend's endpoints how many may be out at a time, 0 to 100; the last one never is
 */
public record OutlierConfig(int consecutiveErrors, Duration ejection, int maxEjectedPercent) {

    public OutlierConfig {
        Check.range("outlierDetection.consecutiveErrors", consecutiveErrors, 1, 1000);
        Check.positive("outlierDetection.ejection", ejection);
        Check.range("outlierDetection.maxEjectedPercent", maxEjectedPercent, 0, 100);
    }
}
