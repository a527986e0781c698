package io.tenbin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.kubernetes.api.model.Quantity;
import org.jspecify.annotations.Nullable;

/** What a request may at most be. */
@Part
public record LimitsSpec(
        @JsonPropertyDescription("Bytes of the request line, 64 to 1Mi; over it 414. Default: 8Ki.")
        @SizeQuantity
        @Nullable
        Quantity requestLine,

        @JsonPropertyDescription("Bytes of the whole head, 64 to 1Mi; over it 431. Default: 16Ki.")
        @SizeQuantity
        @Nullable
        Quantity headers,

        @JsonPropertyDescription("Fields in the head; over it 431. Default: 128.") @Min(1) @Max(10000) @Nullable
        Integer headerCount,

        @JsonPropertyDescription("Bytes of the body; over it 413. Default: no limit.") @SizeQuantity @Nullable
        Quantity body,

        @JsonPropertyDescription("Requests after which a connection is closed. Default: no limit.") @Min(1) @Nullable
        Long requestsPerConnection) {}
