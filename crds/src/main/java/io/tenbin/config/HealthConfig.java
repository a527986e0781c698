package io.tenbin.config;

import org.jspecify.annotations.Nullable;

/**
 * How it is found out whether a server's endpoints are fit for work.
 *
 * @param check absent if they are not checked, and always count as up
 * @param outliers absent if live traffic takes none of them out
 */
public record HealthConfig(
        @Nullable HealthCheckConfig check, @Nullable OutlierConfig outliers) {
    /** Neither checked nor watched. */
    public static final HealthConfig NONE = new HealthConfig(null, null);
}
