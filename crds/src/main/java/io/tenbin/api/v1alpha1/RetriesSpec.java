package io.tenbin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/** When a request is tried elsewhere. */
@Part
public record RetriesSpec(
        @JsonPropertyDescription("How often a request is tried again, at another endpoint. Default: 3.")
        @Min(0)
        @Max(100)
        @Nullable
        Integer count) {}
