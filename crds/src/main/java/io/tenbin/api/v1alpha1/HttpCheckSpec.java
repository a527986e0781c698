package io.tenbin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** The request of a health check, and what is to be answered. */
@Part
public record HttpCheckSpec(
        @JsonPropertyDescription("Default: GET.") @OneOf({"GET", "HEAD", "OPTIONS", "POST"}) @Nullable
        String method,

        @JsonPropertyDescription("With a query if wanted. Default: /.")
        @Size(min = 1, max = 1024)
        @Pattern("^/[!\"$-~]*$")
        @Nullable
        String path,

        @JsonPropertyDescription("The field Host. Default: the endpoint's address and port.")
        @Size(min = 1, max = 261)
        @Pattern("^[0-9A-Za-z\\[][0-9A-Za-z.:_\\[\\]-]*$")
        @Nullable
        String host,

        @JsonPropertyDescription("Good statuses, and ranges of them, such as 200,204,300-399. Default: 200-399.")
        @Size(min = 3, max = 256)
        @Pattern("^[1-9][0-9]{2}(-[1-9][0-9]{2})?(, ?[1-9][0-9]{2}(-[1-9][0-9]{2})?)*$")
        @Nullable
        String expectStatus) {}
