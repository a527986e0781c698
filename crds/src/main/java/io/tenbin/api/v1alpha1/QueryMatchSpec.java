package io.tenbin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A condition on a parameter of the query. */
@Part
public record QueryMatchSpec(
        @JsonPropertyDescription("Name of the parameter, as it is sent.")
        @Required
        @Size(min = 1, max = 256)
        @Pattern("^[!-%'-<>-~]+$")
        String name,

        @JsonPropertyDescription(
                "Exact: a parameter of this name has exactly this value. RegularExpression: it holds what the expression (RE2)"
                        + " describes. Default: Exact.")
        @OneOf({"Exact", "RegularExpression"})
        @Nullable
        String type,

        @JsonPropertyDescription("Compared with the parameter as it is sent, not decoded.")
        @Required
        @Size(min = 1, max = 1024)
        @Pattern("^[!-~]([ -~]*[!-~])?$")
        String value) {}
