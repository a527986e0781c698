package io.tenbin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** HTTP settings. */
@Part
public record HttpSpec(
        @JsonPropertyDescription(
                "What becomes of connections after an answer: KeepAlive keeps both sides, ServerClose keeps the client's only, Close closes both. Default: KeepAlive.")
        @OneOf({"KeepAlive", "ServerClose", "Close"})
        @Nullable
        String connectionMode,

        @JsonPropertyDescription("What servers are told of the client's address.") @Nullable
        ForwardedForSpec forwardedFor,

        @JsonPropertyDescription(
                "Peers whose X-Forwarded fields are kept; those of all others are replaced or removed. IP addresses or CIDR, such as 10.0.0.0/8. Default: none.")
        @ListType(ListType.Kind.SET)
        @Size(max = 64)
        @Nullable
        List<@Size(min = 2, max = 49) @Pattern("^[0-9A-Fa-f:.]+(/[0-9]{1,3})?$") String> trustedProxies,

        @JsonPropertyDescription("What a request may at most be.") @Nullable
        LimitsSpec limits,

        @JsonPropertyDescription(
                "Gives each request an identifier, which %[unique-id] is in values of fields. Default: none.")
        @Nullable
        RequestIdSpec requestId,

        @JsonPropertyDescription(
                "Pages in place of the proxy's own answers. Those of the LoadBalancer hold for the statuses that the listener has none for.")
        @ListType(value = ListType.Kind.MAP, key = "status")
        @Size(max = 16)
        List<ErrorPageSpec> errorPages,

        @JsonPropertyDescription("Compresses answers for clients that accept it. Default: not at all.") @Nullable
        CompressionSpec compression) {
    public HttpSpec {
        trustedProxies = Copies.ofNullable(trustedProxies);
        errorPages = Copies.of(errorPages);
    }
}
