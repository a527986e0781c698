package io.tenbin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/** When live traffic takes an endpoint out for a while. */
@Part
public record OutlierDetectionSpec(
        @JsonPropertyDescription(
                "Errors in a row that take an endpoint out: connections that fail or are lost, timeouts, and statuses 502, 503, 504. Default: 5.")
        @Min(1)
        @Max(1000)
        @Nullable
        Integer consecutiveErrors,

        @JsonPropertyDescription("How long it is out. Default: 30s.") @DurationString @Nullable
        String ejection,

        @JsonPropertyDescription(
                "How much of the Backend may be out at a time, endpoints that are down by their checks counted; beyond that nobody more is taken out, and never the last. 0 takes nobody out. Default: 50.")
        @Min(0)
        @Max(100)
        @Nullable
        Integer maxEjectedPercent) {}
