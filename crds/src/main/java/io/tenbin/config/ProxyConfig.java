package io.tenbin.config;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All that one LoadBalancer's proxies need to know, but the endpoints, which they discover by themselves.
 *
 * @param loadBalancer {@code namespace/name} of the LoadBalancer
 * @param listeners in the order of the resource; names and {@link ListenerConfig#bindPort() bind ports} are unique
 * @param acls every ACL that a rule asks, perhaps more
 * @param backends every Backend that a listener or an ACL refers to; one that does not exist is here without servers and so
 *     answers 503
 * @param drain what a proxy does between SIGTERM and its exit, and with a listener that is removed
 * @param maxConnections how many connections of clients a proxy has; null where nobody said so: see {@link #limits()}
 */
public record ProxyConfig(
        String loadBalancer,
        List<ListenerConfig> listeners,
        List<AclConfig> acls,
        List<BackendConfig> backends,
        DrainConfig drain,
        @Nullable MaxConnectionsConfig maxConnections) {

    public ProxyConfig {
        Check.notBlank("loadBalancer", loadBalancer);
        listeners = Check.unique("listeners.name", listeners, ListenerConfig::name);
        Check.unique("listeners.bindPort", listeners, ListenerConfig::bindPort);
        acls = Check.unique("acls.name", acls, AclConfig::name);
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
        backends.forEach(backend -> checkFallback(backend, byName));
        checkAcls(listeners, acls, byName.keySet());
    }

    /** How many connections of clients a proxy has. */
    public MaxConnectionsConfig limits() {
        return maxConnections == null ? MaxConnectionsConfig.DEFAULT : maxConnections;
    }

    /** All that it needs of {@link Materials}. */
    public Set<MaterialName> materials() {
        Set<MaterialName> all = new LinkedHashSet<>();
        listeners.forEach(listener -> all.addAll(listener.materials()));
        backends.forEach(backend -> all.addAll(backend.materials()));
        return all;
    }

    private static void checkFallback(BackendConfig backend, Map<String, BackendConfig> byName) {
        Set<String> seen = new HashSet<>(Set.of(backend.name()));
        String field = backend.name() + ".fallback";
        for (String name = backend.balance().fallback(); name != null; ) {
            BackendConfig next = byName.get(name);
            if (next == null) {
                throw new InvalidConfigException(field, name, "is not in backends");
            }
            if (backend.mode() == BackendMode.HTTP && next.mode() == BackendMode.TCP) {
                throw new InvalidConfigException(field, name, "has mode TCP, a Backend of mode HTTP needs HTTP");
            }
            if (!seen.add(name)) {
                throw new InvalidConfigException(field, name, "leads back to where it came from");
            }
            name = next.balance().fallback();
        }
    }

    private static void checkAcls(List<ListenerConfig> listeners, List<AclConfig> acls, Set<String> backends) {
        Map<String, AclConfig> byName = acls.stream().collect(Collectors.toMap(AclConfig::name, Function.identity()));
        for (ListenerConfig listener : listeners) {
            for (String name : listener.aclNames()) {
                AclConfig acl = byName.get(name);
                if (acl == null) {
                    throw new InvalidConfigException(listener.name() + ".rules.condition", name, "is not in acls");
                }
                if (listener instanceof TcpListenerConfig && acl.readsRequest()) {
                    throw new InvalidConfigException(
                            listener.name() + ".rules.condition", name, "reads a request, and a TCP listener has none");
                }
            }
        }
        for (AclConfig acl : acls) {
            for (MatcherConfig matcher : acl.matchers()) {
                if (matcher instanceof MatcherConfig.ServersUp servers && !backends.contains(servers.backend())) {
                    throw new InvalidConfigException(acl.name() + ".backend", servers.backend(), "is not in backends");
                }
            }
        }
    }
}
