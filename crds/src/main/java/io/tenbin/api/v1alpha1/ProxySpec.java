package io.tenbin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the proxy pods run. */
@Part
public record ProxySpec(
        @JsonPropertyDescription("Event loops of each proxy. Default: the CPU limit, at least 1.")
        @Min(1)
        @Max(256)
        @Nullable
        Integer eventLoopThreads,

        @JsonPropertyDescription(
                "How a proxy asks the kernel for I/O: Auto takes the first of IoUring, Epoll, Nio that works. Default: Auto.")
        @OneOf({"Auto", "IoUring", "Epoll", "Nio"})
        @Nullable
        String transport,

        @JsonPropertyDescription(
                "Connections of clients that each proxy has at the same time, over all listeners. Who comes when there are as many waits to be accepted. Default: what memory and file descriptors allow.")
        @Min(1)
        @Max(10000000)
        @Nullable
        Integer maxConnections,

        @JsonPropertyDescription(
                "What maxConnections of the proxy, of listeners and of servers mean: Replica, of each proxy; Total, of all proxies together, each of which takes an equal share, at least 1. Default: Replica.")
        @OneOf({"Replica", "Total"})
        @Nullable
        String maxConnectionsScope,

        @JsonPropertyDescription("How long connections get to end when a proxy or a listener goes.") @Nullable
        DrainSpec drain,

        @JsonPropertyDescription("Compute resources of the proxy container.") @Nullable
        ResourcesSpec resources,

        @JsonPropertyDescription("Labels of the nodes that proxies may run on.") @Size(max = 64)
        Map<String, String> nodeSelector,

        @JsonPropertyDescription("Taints that proxies tolerate.") @ListType(ListType.Kind.ATOMIC) @Size(max = 64)
        List<TolerationSpec> tolerations) {
    public ProxySpec {
        nodeSelector = Copies.of(nodeSelector);
        tolerations = Copies.of(tolerations);
    }
}
