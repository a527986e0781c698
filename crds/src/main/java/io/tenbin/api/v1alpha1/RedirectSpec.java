package io.tenbin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Where a client is sent instead. What is not given stays as the request has it; its query always stays. */
@Part
@ValidationRule(
        value = "has(self.scheme) || has(self.host) || has(self.port) || has(self.path)",
        message = RedirectSpec.SOMETHING_CHANGES)
public record RedirectSpec(
        @JsonPropertyDescription("Scheme of the new address. Default: the request's.")
        @OneOf({"http", "https"})
        @Nullable
        String scheme,

        @JsonPropertyDescription(
                "Host of the new address, a name or an IP address, without port. Default: the request's.")
        @Size(min = 1, max = 253)
        @Pattern("^([A-Za-z0-9]([-._A-Za-z0-9]*[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]+\\])$")
        @Nullable
        String host,

        @JsonPropertyDescription(
                "Port of the new address. Default: that of the scheme where the scheme is given, else the listener's.")
        @Min(1)
        @Max(65535)
        @Nullable
        Integer port,

        @JsonPropertyDescription("Path of the new address, beginning with a slash. Default: the request's.")
        @Size(min = 1, max = 1024)
        @Pattern("^/[!\"$->@-~]*$")
        @Nullable
        String path,

        @JsonPropertyDescription("Status of the answer: 301, 302, 303, 307 or 308. Default: 302.")
        @Min(301)
        @Max(308)
        @ValidationRule(value = "self < 304 || self > 306", message = RedirectSpec.STATUSES)
        @Nullable
        Integer status) {

    /** Words of the rule on an empty redirect. */
    public static final String SOMETHING_CHANGES =
            "a redirect needs scheme, host, port or path, or it leads back to itself";

    /** Words of the rule on {@code status}. */
    public static final String STATUSES = "a redirect's status is 301, 302, 303, 307 or 308";
}
