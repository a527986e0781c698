package io.tenbin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** Another Backend that gets copies of requests. Its answers are thrown away. */
@Part
public record MirrorSpec(
        @JsonPropertyDescription(
                "Name of the Backend. It gets no tunnels, and no request with a body over 64Ki; nobody waits for it, and nothing of it is tried again after it had the copy.")
        @Required
        @BackendName
        String backend,

        @JsonPropertyDescription("How many of a hundred requests are copied. Default: 100.") @Min(1) @Max(100) @Nullable
        Integer percent) {}
