package io.tenbin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/** What a server has that says nothing else. */
@Part
public record ServerDefaultsSpec(
        @JsonPropertyDescription("Share of the traffic. Default: 1.") @Min(0) @Max(256) @Nullable
        Integer weight,

        @JsonPropertyDescription(
                "HTTP requests, or TCP connections, that a server has at the same time from each proxy; 0 for no limit. Default: 0.")
        @Min(0)
        @Max(1000000)
        @Nullable
        Integer maxConnections) {}
