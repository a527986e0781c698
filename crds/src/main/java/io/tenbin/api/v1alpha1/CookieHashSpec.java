package io.tenbin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A cookie that is hashed. */
@Part
public record CookieHashSpec(
        @JsonPropertyDescription("Name of the cookie, case-sensitive.")
        @Required
        @Size(min = 1, max = 256)
        @Pattern("^[!#$%&'*+.^_`|~0-9A-Za-z-]+$")
        String name) {}
