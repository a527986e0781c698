package io.tenbin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A field with its value. */
@Part
public record HeaderSpec(
        @JsonPropertyDescription("Name of the field; none that delimits a message or belongs to one connection.")
        @Required
        @Size(min = 1, max = 256)
        @Pattern("^[!#$%&'*+.^_`|~0-9A-Za-z-]+$")
        String name,

        @JsonPropertyDescription("Value of the field, as it is sent.")
        @Required
        @Size(max = 4096)
        @Pattern("^([!-~]([\t -~]*[!-~])?)?$")
        String value) {}
