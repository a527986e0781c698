package io.tenbin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A condition on the path. */
@Part
public record PathMatchSpec(
        @JsonPropertyDescription(
                "Exact: the whole path. Prefix: whole path elements from the start, /b holds for /b and /b/c, not for /bc.")
        @Required
        @OneOf({"Exact", "Prefix"})
        String type,

        @JsonPropertyDescription(
                "Begins with a slash; compared byte for byte with the path as it was sent, without the query.")
        @Required
        @Size(min = 1, max = 1024)
        @Pattern("^/[!\"$->@-~]*$")
        String value) {}
