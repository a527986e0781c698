package io.tenbin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A condition on a request field. */
@Part
public record HeaderMatchSpec(
        @JsonPropertyDescription("Name of the field, in any case.")
        @Required
        @Size(min = 1, max = 256)
        @Pattern("^[!#$%&'*+.^_`|~0-9A-Za-z-]+$")
        String name,

        @JsonPropertyDescription(
                "Exact: one field line of this name has exactly this value. RegularExpression: it holds what the expression"
                        + " (RE2) describes. Default: Exact.")
        @OneOf({"Exact", "RegularExpression"})
        @Nullable
        String type,

        @JsonPropertyDescription("Compared byte for byte.")
        @Required
        @Size(min = 1, max = 4096)
        @Pattern("^[!-~]([\t -~]*[!-~])?$")
        String value) {}
