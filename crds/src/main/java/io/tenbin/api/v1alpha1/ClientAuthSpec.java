package io.tenbin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Certificates of clients. */
@Part
@ValidationRule(
        value = "(has(self.mode) && self.mode != 'None') == has(self.caRef)",
        message = ClientAuthSpec.CA_WITH_MODE,
        fieldPath = ".caRef")
public record ClientAuthSpec(
        @JsonPropertyDescription(
                "Required: a handshake fails without one. Optional: it goes on without. One that is shown has to be valid either way. Default: None.")
        @OneOf({"None", "Optional", "Required"})
        @Nullable
        String mode,

        @JsonPropertyDescription(
                "Who signs clients' certificates. Lists of revoked certificates beside theirs are heeded: then one of each of them has to be there, and be current.")
        @Nullable
        CaReference caRef) {

    /** Words of the rule on {@code caRef}. */
    public static final String CA_WITH_MODE =
            "caRef is required with mode Optional or Required, and allowed with no other";
}
