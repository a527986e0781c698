package io.tenbin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** How long requests of a rule may take. */
@Part
public record RuleTimeoutsSpec(
        @JsonPropertyDescription(
                "From the request's head to the end of the answer, retries and queues included; before the head of the answer 504, or 408 if the rest of the client's body is what is missing; later it is cut. Ends where a tunnel begins. Default: no limit.")
        @DurationString
        @Nullable
        String request) {}
