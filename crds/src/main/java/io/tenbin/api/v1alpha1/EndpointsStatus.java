package io.tenbin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** Endpoints of a Backend, as the proxies see them. */
@Part
public record EndpointsStatus(
        @JsonPropertyDescription("All that exist.") @Nullable
        Integer total,

        @JsonPropertyDescription("Those that get new work.") @Nullable
        Integer healthy,

        @JsonPropertyDescription("Those that only finish what they have.") @Nullable
        Integer draining,

        @JsonPropertyDescription("Healthy and all, such as 2/3, for display.") @Size(max = 32) @Nullable
        String summary) {}
