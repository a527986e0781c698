package io.tenbin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** What holds for one discovered pod instead of what its server says. */
@Part
@ValidationRule(value = "has(self.state) || has(self.weight)", message = EndpointOverrideSpec.STATE_OR_WEIGHT)
public record EndpointOverrideSpec(
        @JsonPropertyDescription("Name of the pod. One that is not there changes nothing.")
        @Required
        @Size(min = 1, max = 253)
        @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$")
        String pod,

        @JsonPropertyDescription("As a server's state.") @OneOf({"Ready", "Drain", "Maint"}) @Nullable
        String state,

        @JsonPropertyDescription("As a server's weight.") @Min(0) @Max(256) @Nullable
        Integer weight) {
    /** Words of the rule on {@code state} and {@code weight}. */
    public static final String STATE_OR_WEIGHT = "state or weight is needed";
}
