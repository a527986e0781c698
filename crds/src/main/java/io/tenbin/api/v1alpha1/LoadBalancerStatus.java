package io.tenbin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.model.annotation.LabelSelector;
import io.fabric8.kubernetes.model.annotation.StatusReplicas;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the operator has observed. */
@Part
public record LoadBalancerStatus(
        @JsonPropertyDescription("The generation of the spec that the conditions speak of.") @Min(0) @Nullable
        Long observedGeneration,

        @JsonPropertyDescription("The newest generation that every counted proxy has acknowledged.") @Min(0) @Nullable
        Long programmedGeneration,

        @JsonPropertyDescription("Accepted, ResolvedRefs, Programmed, Ready.")
        @ListType(value = ListType.Kind.MAP, key = "type")
        @Size(max = 16)
        List<Condition> conditions,

        @JsonPropertyDescription("Hash of the configuration that the proxies are given.") @Size(max = 64) @Nullable
        String configHash,

        @JsonPropertyDescription("The first address, for display.") @Size(max = 1024) @Nullable
        String address,

        @JsonPropertyDescription("Ports that clients use, for display.") @Size(max = 1024) @Nullable
        String ports,

        @JsonPropertyDescription("IP addresses and host names that clients can use.")
        @ListType(ListType.Kind.ATOMIC)
        @Size(max = 64)
        List<@Size(max = 253) String> addresses,

        @JsonPropertyDescription("Proxy pods that exist.") @StatusReplicas @Nullable
        Integer replicas,

        @JsonPropertyDescription("Selects the proxy pods, for the scale subresource.")
        @Size(max = 1024)
        @LabelSelector
        @Nullable
        String selector,

        @JsonPropertyDescription("Each listener.") @ListType(value = ListType.Kind.MAP, key = "name") @Size(max = 32)
        List<ListenerStatus> listeners,

        @JsonPropertyDescription("Proxy pods.") @Nullable ProxiesStatus proxies) {
    public LoadBalancerStatus {
        conditions = Copies.of(conditions);
        addresses = Copies.of(addresses);
        listeners = Copies.of(listeners);
    }
}
