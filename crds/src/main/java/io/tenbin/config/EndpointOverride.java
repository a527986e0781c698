package io.tenbin.config;

import org.jspecify.annotations.Nullable;

/**
 * What holds for one discovered pod instead of what its server says.
 *
 * @param pod the pod's name
 * @param state null for the server's
 * @param weight 0 to 256; null for the server's
 */
public record EndpointOverride(
        String pod,
        ServerOptions.@Nullable State state,
        @Nullable Integer weight) {

    public EndpointOverride {
        Check.notBlank("endpointOverrides.pod", pod);
        if (weight != null) {
            Check.range("endpointOverrides.weight", weight, 0, 256);
        }
    }
}
