package io.tenbin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** Where work goes while no server can take any. */
@Part
public record FallbackSpec(
        @JsonPropertyDescription("Name of another Backend, whose servers, timeouts and log name count then.")
        @Required
        @BackendName
        String backend) {}
