package io.tenbin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** How an endpoint is chosen. */
@Part
public record BalanceSpec(
        @JsonPropertyDescription("RoundRobin: each in turn, in proportion to its weight. Default: RoundRobin.")
        @OneOf("RoundRobin")
        @Nullable
        String algorithm) {}
