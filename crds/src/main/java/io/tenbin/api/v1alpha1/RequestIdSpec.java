package io.tenbin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** By what a request can be found again, at servers and in the answer. */
@Part
public record RequestIdSpec(
        @JsonPropertyDescription(
                "Field that tells servers. What trustedProxies send in it is kept, that of all others replaced. Default: X-Request-Id.")
        @Size(min = 1, max = 256)
        @Pattern("^[!#$%&'*+.^_`|~0-9A-Za-z-]+$")
        @Nullable
        String header) {}
