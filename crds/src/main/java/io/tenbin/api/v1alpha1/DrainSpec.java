package io.tenbin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** How long connections get to end. */
@Part
public record DrainSpec(
        @JsonPropertyDescription(
                "How long a proxy that ends, or a listener that is removed, still accepts, so that all who route to it have heard. Default: 10s. 0s is allowed.")
        @ZeroDurationString
        @Nullable
        String minDuration,

        @JsonPropertyDescription("How long work in flight may then take. Default: 5m. 0s is allowed.")
        @ZeroDurationString
        @Nullable
        String timeout) {}
