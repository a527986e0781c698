package io.tenbin.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All that one LoadBalancer's proxies need to know, but the endpoints, which they discover by themselves.
 *
 * @param loadBalancer {@code namespace/name} of the LoadBalancer
 * @param listeners in the order of the resource; names and {@link ListenerConfig#bindPort() bind ports} are unique
 * @param backends every Backend that a listener refers to; one that does not exist is here without servers and so
 *     answers 503
 * @param drain what a proxy does between SIGTERM and its exit, and with a listener that is removed
 */
public record ProxyConfig(
        String loadBalancer, List<ListenerConfig> listeners, List<BackendConfig> backends, DrainConfig drain) {

    public ProxyConfig {
        Check.notBlank("loadBalancer", loadBalancer);
        listeners = Check.unique("listeners.name", listeners, ListenerConfig::name);
        Check.unique("listeners.bindPort", listeners, ListenerConfig::bindPort);
        backends = Check.unique("backends.name", backends, BackendConfig::name);
        Map<String, BackendConfig> byName = new HashMap<>();
        backends.forEach(backend -> byName.put(backend.name(), backend));
        for (ListenerConfig listener : listeners) {
            for (String name : listener.backendNames()) {
                BackendConfig backend = byName.get(name);
                if (backend == null) {
                    throw new InvalidConfigException(listener.name() + ".backend", name, "is not in backends");
                }
                if (listener instanceof HttpListenerConfig && backend.mode() == BackendMode.TCP) {
                    throw new InvalidConfigException(
                            listener.name() + ".backend", name, "has mode TCP, an HTTP listener needs HTTP");
                }
            }
        }
    }
}
