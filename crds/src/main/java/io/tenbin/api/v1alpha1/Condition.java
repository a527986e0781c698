package io.tenbin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** One observation of the operator. */
@Part
public record Condition(
        @JsonPropertyDescription("Accepted, ResolvedRefs, Programmed, Ready; Reconciling and Stalled only when true.")
        @Required
        @Size(min = 1, max = 316)
        String type,

        @JsonPropertyDescription("True, False or Unknown.") @Required @OneOf({"True", "False", "Unknown"})
        String status,

        @JsonPropertyDescription("The generation of the spec that this was observed of.") @Min(0) @Nullable
        Long observedGeneration,

        @JsonPropertyDescription("One word of a closed list.") @Required @Size(max = 64)
        String reason,

        @JsonPropertyDescription("What was wrong, where, and what is allowed.") @Required @Size(max = 32768)
        String message,

        @JsonPropertyDescription("When the status last changed, as in RFC 3339.") @Required @Size(max = 64)
        String lastTransitionTime) {}
