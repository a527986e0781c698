package io.tenbin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** An endpoint that gets no new work, or can do nothing with it, and why. */
@Part
public record UnhealthyEndpointStatus(
        @JsonPropertyDescription("The server's name in the Backend.") @Size(max = 253) @Nullable
        String server,

        @JsonPropertyDescription("The pod's name, or the server's where there is no pod.") @Size(max = 253) @Nullable
        String endpoint,

        @JsonPropertyDescription(
                "Down by its checks, Ejected since live traffic failed, or TlsFailed: the last connection to it ended in the TLS handshake.")
        @OneOf({"Down", "Ejected", "TlsFailed"})
        @Nullable
        String state,

        @JsonPropertyDescription("How the last check of one that is down ended, or why TLS failed.")
        @Size(max = 256)
        @Nullable
        String reason,

        @JsonPropertyDescription("How many proxies see it so.") @Min(1) @Nullable
        Integer proxies) {}
