package io.tenbin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A parameter of the query that is hashed. */
@Part
public record QueryParameterHashSpec(
        @JsonPropertyDescription("Name of the parameter as it stands in the query, undecoded and case-sensitive.")
        @Required
        @Size(min = 1, max = 256)
        @Pattern("^[!\"$%'-<>@-~]+$")
        String name) {}
