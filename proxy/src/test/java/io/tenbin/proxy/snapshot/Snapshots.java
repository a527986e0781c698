package io.tenbin.proxy.snapshot;

import io.tenbin.config.AddressServerConfig;
import io.tenbin.config.BackendConfig;
import io.tenbin.config.HttpListenerConfig;
import io.tenbin.config.ListenerConfig;
import io.tenbin.config.Materials;
import io.tenbin.config.ProxyConfig;
import io.tenbin.config.ServerConfig;
import io.tenbin.proxy.match.AclTable;
import io.tenbin.proxy.upstream.Endpoint;
import io.tenbin.proxy.upstream.EndpointId;
import io.tenbin.proxy.upstream.EndpointRegistry;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes snapshots of HTTP listeners and fixed addresses, without the reloader and what it needs. */
public final class Snapshots {
    private Snapshots() {}

    public static Snapshot of(ProxyConfig config, EndpointRegistry registry) {
        Map<String, BackendView> backends = new HashMap<>();
        for (BackendConfig backend : config.backends()) {
            List<Member> endpoints = new ArrayList<>();
            for (ServerConfig server : backend.servers()) {
                endpoints.add(new Member(
                        endpoint(backend, (AddressServerConfig) server, registry),
                        server.options(),
                        server.options().cookie(),
                        true));
            }
            backends.put(backend.name(), new BackendView(backend, registry.backend(backend.name()), endpoints, null));
        }
        AclTable acls = AclTable.of(config.acls(), AclTable.EMPTY);
        Map<String, ListenerView> listeners = new HashMap<>();
        for (ListenerConfig listener : config.listeners()) {
            listeners.put(listener.name(), HttpListenerView.of((HttpListenerConfig) listener, acls, backends, null));
        }
        return new Snapshot("hash", config, Materials.NONE, acls, listeners, backends, Map.of());
    }

    /** Retires the endpoints that the snapshot does not have. */
    public static void retireOthers(Snapshot snapshot, EndpointRegistry registry) {
        registry.retain(snapshot.endpoints(), snapshot.backends().keySet());
    }

    private static Endpoint endpoint(BackendConfig backend, AddressServerConfig server, EndpointRegistry registry) {
        InetSocketAddress address = new InetSocketAddress(server.address(), server.port());
        EndpointId id = new EndpointId(backend.name(), server.name(), server.address() + ":" + server.port());
        return registry.endpoint(id, server.name(), address);
    }
}
