package io.tenbin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** A table of which client has which server. */
@Part
public record StickOnSpec(
        @JsonPropertyDescription("By what clients are told apart.") @Required @OneOf({"SourceAddress"})
        String key,

        @JsonPropertyDescription("A client that was not seen for this long is forgotten. Default: 30m.")
        @DurationString
        @Nullable
        String expire,

        @JsonPropertyDescription(
                "How many clients each proxy remembers; when there are more, those that were not seen for the longest time are forgotten. Each takes about 200 bytes of memory. Default: 100000.")
        @Min(1)
        @Max(1_000_000)
        @Nullable
        Integer size) {}
