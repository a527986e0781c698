package io.tenbin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** From a hash to an endpoint. */
@Part
@ValidationRule(
        value = "!has(self.balanceFactor) || self.balanceFactor == 0 || self.balanceFactor > 100",
        message = HashSpec.FACTOR_ABOVE_100)
@ValidationRule(
        value = "!has(self.balanceFactor) || self.balanceFactor == 0 || !has(self.type) || self.type == 'Consistent'",
        message = HashSpec.FACTOR_NEEDS_CONSISTENT)
public record HashSpec(
        @JsonPropertyDescription(
                "Consistent: only the keys of an endpoint that is lost move. Map: what HAProxy's map-based "
                        + "picks; most keys move when an endpoint comes or goes. Default: Consistent.")
        @OneOf({"Consistent", "Map"})
        @Nullable
        String type,

        @JsonPropertyDescription(
                "An endpoint gets at most so many percent of its share of the work under way, what is above "
                        + "goes elsewhere; 101 or more, 0 for no bound. Default: 0.")
        @Min(0)
        @Max(65535)
        @Nullable
        Integer balanceFactor) {
    /** Words of the rule on the bounds of {@code balanceFactor}. */
    public static final String FACTOR_ABOVE_100 = "balanceFactor must be 0 or above 100";

    /** Words of the rule on {@code balanceFactor} and {@code type}. */
    public static final String FACTOR_NEEDS_CONSISTENT = "balanceFactor is allowed with type Consistent only";
}
