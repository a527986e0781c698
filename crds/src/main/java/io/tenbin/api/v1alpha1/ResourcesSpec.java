package io.tenbin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;

/** Compute resources, as in a container. */
@Part
public record ResourcesSpec(
        @JsonPropertyDescription("What the scheduler reserves, such as cpu and memory.") @Size(max = 16)
        Map<String, Quantity> requests,

        @JsonPropertyDescription("What the container may use at most, such as cpu and memory.") @Size(max = 16)
        Map<String, Quantity> limits) {
    public ResourcesSpec {
        requests = Copies.of(requests);
        limits = Copies.of(limits);
    }
}
