package io.tenbin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** Logging. */
@Part
public record LoggingSpec(
        @JsonPropertyDescription("The line for each request, or for each connection on TCP listeners.") @Nullable
        AccessLogSpec access) {}
