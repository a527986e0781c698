package io.tenbin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** One routing decision. */
@Part
public record RuleSpec(
        @JsonPropertyDescription("What a request must be like; absent: every request.") @Nullable
        MatchSpec match,

        @JsonPropertyDescription("Name of the Backend that gets the request.") @Required @BackendName
        String backend) {}
