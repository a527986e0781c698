package io.tenbin.proxy.snapshot;

import io.netty.util.NetUtil;
import io.tenbin.config.AddressServerConfig;
import io.tenbin.config.BackendConfig;
import io.tenbin.config.ServerConfig;
import io.tenbin.config.ServiceServerConfig;
import io.tenbin.config.ServiceServerConfig.ClusterAddress;
import io.tenbin.proxy.snapshot.BackendView.WeightedEndpoint;
import io.tenbin.proxy.upstream.EndpointId;
import io.tenbin.proxy.upstream.EndpointRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** From servers as configured, and what discovery knows, to endpoints. */
final class EndpointResolver {
    private static final Comparator<DiscoveredEndpoint> BY_NAME =
            Comparator.comparing(DiscoveredEndpoint::name).thenComparing(DiscoveredEndpoint::key);

    private final EndpointRegistry registry;
    private final Discovery discovery;

    EndpointResolver(EndpointRegistry registry, Discovery discovery) {
        this.registry = registry;
        this.discovery = discovery;
    }

    /** In the order of the servers, then by name. None twice, though two slices may name it while it moves. */
    List<WeightedEndpoint> endpoints(BackendConfig backend) {
        LinkedHashSet<WeightedEndpoint> endpoints = new LinkedHashSet<>();
        for (ServerConfig server : backend.servers()) {
            switch (server) {
                case AddressServerConfig address -> {
                    InetAddress resolved = resolve(address.address());
                    if (resolved != null) {
                        endpoints.add(fixed(backend, address, resolved, address.port()));
                    }
                }
                case ServiceServerConfig service -> endpoints.addAll(ofService(backend, service));
            }
        }
        return List.copyOf(endpoints);
    }

    private List<WeightedEndpoint> ofService(BackendConfig backend, ServiceServerConfig server) {
        List<DiscoveredEndpoint> known = discovery.services().get(new ServiceKey(server.namespace(), server.service()));
        ClusterAddress cluster = server.clusterAddress();
        if (known == null) {
            InetAddress address = cluster == null ? null : resolve(cluster.address());
            return cluster == null || address == null
                    ? List.of()
                    : List.of(fixed(backend, server, address, cluster.port()));
        }
        List<WeightedEndpoint> endpoints = new ArrayList<>();
        for (DiscoveredEndpoint endpoint : eligible(known)) {
            Integer port = endpoint.ports().get(server.portName());
            if (port != null) {
                endpoints.add(discovered(backend, server, endpoint, port));
            }
        }
        return endpoints;
    }

    /** Those that are ready; if none is, those that still serve while they terminate, as kube-proxy does (KEP-1669). */
    private static List<DiscoveredEndpoint> eligible(List<DiscoveredEndpoint> known) {
        List<DiscoveredEndpoint> ready =
                known.stream().filter(DiscoveredEndpoint::ready).sorted(BY_NAME).toList();
        return !ready.isEmpty()
                ? ready
                : known.stream()
                        .filter(e -> e.serving() && e.terminating())
                        .sorted(BY_NAME)
                        .toList();
    }

    private WeightedEndpoint discovered(
            BackendConfig backend, ServiceServerConfig server, DiscoveredEndpoint endpoint, int port) {
        InetSocketAddress address = new InetSocketAddress(endpoint.address(), port);
        EndpointId id = new EndpointId(
                backend.name(), server.name(), endpoint.key() + "@" + NetUtil.toSocketAddressString(address));
        return new WeightedEndpoint(registry.endpoint(id, endpoint.name(), address), server.weight());
    }

    private WeightedEndpoint fixed(BackendConfig backend, ServerConfig server, InetAddress resolved, int port) {
        InetSocketAddress address = new InetSocketAddress(resolved, port);
        EndpointId id = new EndpointId(backend.name(), server.name(), NetUtil.toSocketAddressString(address));
        return new WeightedEndpoint(registry.endpoint(id, server.name(), address), server.weight());
    }

    /** An address literal as itself, a name through discovery: nothing here asks DNS. */
    private @Nullable InetAddress resolve(String text) {
        InetAddress literal = NetUtil.createInetAddressFromIpAddressString(text);
        return literal != null ? literal : discovery.hosts().get(text);
    }
}
