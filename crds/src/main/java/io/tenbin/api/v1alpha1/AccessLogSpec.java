package io.tenbin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** The access log. */
@Part
public record AccessLogSpec(
        @JsonPropertyDescription("Form of a line. Default: HAProxyHTTP on HTTP listeners, HAProxyTCP on TCP listeners.")
        @OneOf({"HAProxyHTTP", "HAProxyTCP", "None"})
        @Nullable
        String format) {}
