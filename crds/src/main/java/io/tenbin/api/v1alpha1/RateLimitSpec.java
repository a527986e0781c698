package io.tenbin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** How many requests of one client a rule lets through, in each replica by itself; over it 429 with Retry-After. */
@Part
public record RateLimitSpec(
        @JsonPropertyDescription("How many requests, 1 to 1000000, in each time of per.")
        @Required
        @Min(1)
        @Max(1_000_000)
        Integer requests,

        @JsonPropertyDescription("The time, up to 1h. Default: 1s.") @DurationString @Nullable
        String per,

        @JsonPropertyDescription("How many may come at once, after a time without any. Default: as many as requests.")
        @Min(1)
        @Max(1_000_000)
        @Nullable
        Integer burst,

        @JsonPropertyDescription(
                "Whose requests count together: SourceAddress, of IPv6 its first 64 bits; or Header(name), those with the same value of the field, or without it. Default: SourceAddress.")
        @Size(min = 1, max = 265)
        @Pattern("^(SourceAddress|Header\\([!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}\\))$")
        @Nullable
        String key) {}
