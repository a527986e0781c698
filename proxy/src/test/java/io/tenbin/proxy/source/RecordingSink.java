package io.tenbin.proxy.source;

import io.tenbin.config.ListenerConfig;
import io.tenbin.config.Materials;
import io.tenbin.config.ProxyConfig;
import io.tenbin.proxy.snapshot.DiscoveredEndpoint;
import io.tenbin.proxy.snapshot.Discovery;
import io.tenbin.proxy.snapshot.ServiceKey;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Writes down what a source says, in its order. */
final class RecordingSink implements ChangeSink {
    final List<String> events = new CopyOnWriteArrayList<>();
    final List<ProxyConfig> configs = new CopyOnWriteArrayList<>();
    final List<String> refusals = new CopyOnWriteArrayList<>();
    volatile Discovery discovery = Discovery.EMPTY;
    volatile Materials materials = Materials.NONE;
    volatile String hash = "";

    @Override
    public void discovered(Discovery found) {
        discovery = found;
        events.add("discovered");
    }

    @Override
    public void config(ProxyConfig config, Materials newMaterials, String newHash) {
        materials = newMaterials;
        configs.add(config);
        hash = newHash;
        events.add("config");
    }

    @Override
    public void refused(String reason) {
        refusals.add(reason);
        events.add("refused");
    }

    /** Ports of the listeners in force; null before the first configuration. */
    @Nullable
    List<Integer> ports() {
        return configs.isEmpty()
                ? null
                : configs.getLast().listeners().stream()
                        .map(ListenerConfig::port)
                        .toList();
    }

    /** Addresses of the Service's endpoints that are ready; null if nothing is known of it. */
    @Nullable
    List<String> ready(String namespace, String service) {
        List<DiscoveredEndpoint> endpoints = discovery.services().get(new ServiceKey(namespace, service));
        return endpoints == null
                ? null
                : endpoints.stream()
                        .filter(DiscoveredEndpoint::ready)
                        .map(endpoint -> endpoint.address().getHostAddress())
                        .toList();
    }
}
