package io.tenbin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** One routing decision. */
@Part
public record RuleSpec(
        @JsonPropertyDescription("What a request must be like; absent: every request.") @Nullable
        MatchSpec match,

        @JsonProperty("if")
        @JsonPropertyDescription(
                "ACLs that must hold, in HAProxy's grammar: side by side means and; or, ||; !; { path_beg /api } for an anonymous"
                        + " one. Besides match, if both are given.")
        @Size(min = 1, max = 4096)
        @Nullable
        String onlyIf,

        @JsonPropertyDescription(
                "The contrary of if: the rule applies where this is false. unless a b: where a or b is false.")
        @Size(min = 1, max = 4096)
        @Nullable
        String unless,

        @JsonPropertyDescription("Name of the Backend that gets the request.") @Required @BackendName
        String backend) {}
