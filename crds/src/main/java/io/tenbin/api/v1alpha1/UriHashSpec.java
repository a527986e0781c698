package io.tenbin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/** What of a request target is hashed. */
@Part
public record UriHashSpec(
        @JsonPropertyDescription("Only so many characters from its beginning; 0 for all. Default: 0.")
        @Min(0)
        @Max(65535)
        @Nullable
        Integer length,

        @JsonPropertyDescription(
                "Only so many path elements: it ends before the slash after them; 0 for all. Default: 0.")
        @Min(0)
        @Max(65535)
        @Nullable
        Integer depth,

        @JsonPropertyDescription("The query counts too. Default: false.") @Nullable
        Boolean whole,

        @JsonPropertyDescription("An absolute target counts as its path. Default: true.") @Nullable
        Boolean pathOnly) {}
