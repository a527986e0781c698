package io.tenbin.proxy.snapshot;

import io.netty.util.NetUtil;
import io.tenbin.config.AddressServerConfig;
import io.tenbin.config.BackendConfig;
import io.tenbin.config.EndpointOverride;
import io.tenbin.config.HealthCheckConfig;
import io.tenbin.config.ServerConfig;
import io.tenbin.config.ServerOptions;
import io.tenbin.config.ServiceServerConfig;
import io.tenbin.config.ServiceServerConfig.ClusterAddress;
import io.tenbin.proxy.upstream.Endpoint;
import io.tenbin.proxy.upstream.EndpointId;
import io.tenbin.proxy.upstream.EndpointRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    List<Member> members(BackendConfig backend) {
        Map<Endpoint, Member> members = new LinkedHashMap<>();
        for (ServerConfig server : backend.servers()) {
            switch (server) {
                case AddressServerConfig address -> {
                    InetAddress resolved = resolve(address.address());
                    if (resolved != null) {
                        add(fixed(backend, address, resolved, address.port()), members);
                    }
                }
                case ServiceServerConfig service -> ofService(backend, service).forEach(member -> add(member, members));
            }
        }
        return List.copyOf(members.values());
    }

    private static void add(Member member, Map<Endpoint, Member> members) {
        members.putIfAbsent(member.endpoint(), member);
    }

    private List<Member> ofService(BackendConfig backend, ServiceServerConfig server) {
        List<DiscoveredEndpoint> known = discovery.services().get(new ServiceKey(server.namespace(), server.service()));
        ClusterAddress cluster = server.clusterAddress();
        if (known == null) {
            InetAddress address = cluster == null ? null : resolve(cluster.address());
            return cluster == null || address == null
                    ? List.of()
                    : List.of(fixed(backend, server, address, cluster.port()));
        }
        boolean anyReady = known.stream().anyMatch(DiscoveredEndpoint::ready);
        List<Member> members = new ArrayList<>();
        known.stream().filter(e -> e.ready() || e.serving()).sorted(BY_NAME).forEach(endpoint -> {
            Integer port = endpoint.ports().get(server.portName());
            if (port != null) {
                members.add(discovered(backend, server, endpoint, port, offered(endpoint, anyReady)));
            }
        });
        return members;
    }

    /** Those that are ready; if none is, those that still serve while they terminate, as kube-proxy does (KEP-1669). */
    private static boolean offered(DiscoveredEndpoint endpoint, boolean anyReady) {
        return anyReady ? endpoint.ready() : endpoint.terminating();
    }

    private Member discovered(
            BackendConfig backend, ServiceServerConfig server, DiscoveredEndpoint endpoint, int port, boolean offered) {
        InetSocketAddress address = new InetSocketAddress(endpoint.address(), port);
        EndpointId id = new EndpointId(
                backend.name(), server.name(), endpoint.key() + "@" + NetUtil.toSocketAddressString(address));
        return member(
                registry.discovered(id, endpoint.name(), address),
                overridden(backend, server.options(), endpoint.name()),
                registry.opaqueName(id),
                offered);
    }

    private static ServerOptions overridden(BackendConfig backend, ServerOptions options, String pod) {
        for (EndpointOverride override : backend.balance().overrides()) {
            if (override.pod().equals(pod)) {
                return options.with(
                        Objects.requireNonNullElse(override.weight(), options.weight()),
                        Objects.requireNonNullElse(override.state(), options.state()));
            }
        }
        return options;
    }

    private Member fixed(BackendConfig backend, ServerConfig server, InetAddress resolved, int port) {
        InetSocketAddress address = new InetSocketAddress(resolved, port);
        EndpointId id = new EndpointId(backend.name(), server.name(), NetUtil.toSocketAddressString(address));
        return member(
                registry.endpoint(id, server.name(), address),
                server.options(),
                server.options().cookie(),
                true);
    }

    private static Member member(Endpoint endpoint, ServerOptions options, @Nullable String cookie, boolean offered) {
        HealthCheckConfig check = options.health().check();
        endpoint.health().assume(check == null || check.initialState().up());
        return new Member(endpoint, options, cookie, offered);
    }

    /** An address literal as itself, a name through discovery: nothing here asks DNS. */
    private @Nullable InetAddress resolve(String text) {
        InetAddress literal = NetUtil.createInetAddressFromIpAddressString(text);
        return literal != null ? literal : discovery.hosts().get(text);
    }
}
