package io.tenbin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A toleration, as in a pod. */
@Part
public record TolerationSpec(
        @JsonPropertyDescription("Key of the taint; absent with operator Exists: every taint.")
        @Size(max = 316)
        @Nullable
        String key,

        @JsonPropertyDescription("Exists, or Equal: the value too. Default: Equal.")
        @OneOf({"Exists", "Equal"})
        @Nullable
        String operator,

        @JsonPropertyDescription("Value of the taint, with operator Equal.") @Size(max = 63) @Nullable
        String value,

        @JsonPropertyDescription("Effect of the taint; absent: every effect.")
        @OneOf({"NoSchedule", "PreferNoSchedule", "NoExecute"})
        @Nullable
        String effect,

        @JsonPropertyDescription("With effect NoExecute, how long the taint is tolerated, in seconds; absent: forever.")
        @Min(0)
        @Nullable
        Long tolerationSeconds) {}
