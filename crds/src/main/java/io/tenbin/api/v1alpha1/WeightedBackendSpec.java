package io.tenbin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A Backend's share of the requests of a rule. */
@Part
public record WeightedBackendSpec(
        @JsonPropertyDescription("Name of the Backend, once in a rule.")
        @Required
        @Size(min = 1, max = 253)
        @Pattern("^[a-z0-9]([-.a-z0-9]*[a-z0-9])?$")
        String name,

        @JsonPropertyDescription("Share in proportion to the other weights; at 0 it gets no new request. Default: 1.")
        @Min(0)
        @Max(256)
        @Nullable
        Integer weight) {}
