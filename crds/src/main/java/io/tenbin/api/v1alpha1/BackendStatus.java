package io.tenbin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the operator has observed. */
@Part
public record BackendStatus(
        @JsonPropertyDescription("The generation of the spec that the conditions speak of.") @Min(0) @Nullable
        Long observedGeneration,

        @JsonPropertyDescription(
                "The newest generation that every counted proxy of every LoadBalancer that refers to this Backend has acknowledged.")
        @Min(0)
        @Nullable
        Long programmedGeneration,

        @JsonPropertyDescription("Accepted, ResolvedRefs, Programmed, Ready; Insecure only when true.")
        @ListType(value = ListType.Kind.MAP, key = "type")
        @Size(max = 16)
        List<Condition> conditions,

        @JsonPropertyDescription(
                "What is spoken to the servers, the default where the last accepted spec says nothing, for display.")
        @Size(max = 32)
        @Nullable
        String mode,

        @JsonPropertyDescription(
                "How an endpoint is chosen, the default where the last accepted spec says nothing, for display.")
        @Size(max = 32)
        @Nullable
        String balance,

        @JsonPropertyDescription("Endpoints, as the proxies see them.") @Nullable
        EndpointsStatus endpoints,

        @JsonPropertyDescription(
                "Endpoints that get no new work or can do nothing with it, as far as there is room for them here.")
        @ListType(ListType.Kind.ATOMIC)
        @Size(max = 32)
        List<UnhealthyEndpointStatus> unhealthy,

        @JsonPropertyDescription("LoadBalancers that refer to this Backend.")
        @ListType(ListType.Kind.SET)
        @Size(max = 256)
        List<@Size(max = 317) String> referencedBy) {
    public BackendStatus {
        conditions = Copies.of(conditions);
        unhealthy = Copies.of(unhealthy);
        referencedBy = Copies.of(referencedBy);
    }
}
