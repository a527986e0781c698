package io.tenbin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** Proxy pods. */
@Part
public record ProxiesStatus(
        @JsonPropertyDescription("Ready to serve.") @Nullable
        Integer ready,

        @JsonPropertyDescription("Have acknowledged the newest configuration.") @Nullable
        Integer current,

        @JsonPropertyDescription("Were ready once and still exist, those that drain too.") @Nullable
        Integer counted) {}
