package io.tenbin.proxy.snapshot;

import io.tenbin.config.BackendConfig;
import io.tenbin.config.HttpListenerConfig;
import io.tenbin.config.ListenerConfig;
import io.tenbin.config.MaterialName;
import io.tenbin.config.Materials;
import io.tenbin.config.ProxyConfig;
import io.tenbin.config.TcpListenerConfig;
import io.tenbin.config.TerminatedTlsConfig;
import io.tenbin.proxy.match.AclTable;
import io.tenbin.proxy.tls.CertificateChoice;
import io.tenbin.proxy.tls.ServerContexts;
import io.tenbin.proxy.tls.ServerTls;
import io.tenbin.proxy.tls.TlsProvider;
import io.tenbin.proxy.upstream.BackendStats;
import io.tenbin.proxy.upstream.EndpointRegistry;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Builds the next snapshot off the event loops. What did not change is taken over from the previous one: a Backend with the
 * same members is the same object, and rules are not compiled again.
 */
public final class SnapshotBuilder {
    /** What ALPN offers where HTTP is spoken. */
    private static final List<String> HTTP = List.of("h2", "http/1.1");

    private final EndpointRegistry registry;
    private final TlsProvider tls;
    private final ServerContexts contexts;

    /** @param tls who speaks TLS */
    public SnapshotBuilder(EndpointRegistry registry, TlsProvider tls) {
        this.registry = registry;
        this.tls = tls;
        this.contexts = new ServerContexts(tls);
    }

    /**
     * Listeners that the configuration no longer has, while their ports still accept.
     *
     * @param listeners none of a name that the configuration has
     * @param backends those that the listeners refer to
     */
    public record Leaving(List<ListenerConfig> listeners, List<BackendConfig> backends) {
        public static final Leaving NONE = new Leaving(List.of(), List.of());

        public Leaving {
            listeners = List.copyOf(listeners);
            backends = List.copyOf(backends);
        }
    }

    /**
     * What is to be in force.
     *
     * @param materials all that it names, perhaps more
     * @param hash of the configuration's bytes
     */
    public record Input(ProxyConfig config, Materials materials, String hash) {}

    /** The snapshot of this configuration, with these endpoints. Equal input gives a snapshot of the same views. */
    public Snapshot build(Input input, Leaving leaving, Discovery discovery, @Nullable Snapshot previous) {
        ProxyConfig config = input.config;
        Materials materials = materials(input, leaving, previous);
        EndpointResolver resolver = new EndpointResolver(registry, discovery);
        Map<String, BackendView> backends = new HashMap<>();
        leaving.backends.forEach(
                backend -> backends.put(backend.name(), backend(backend, resolver, materials, previous)));
        config.backends()
                .forEach(backend -> backends.put(backend.name(), backend(backend, resolver, materials, previous)));
        Map<String, BackendView> shared = Map.copyOf(backends);
        AclTable acls = AclTable.of(config.acls(), previous == null ? AclTable.EMPTY : previous.acls());
        Map<String, ListenerView> listeners = new HashMap<>();
        leaving.listeners.forEach(listener -> {
            ListenerView before = previous == null ? null : previous.listeners().get(listener.name());
            // Its rules ask the ACLs of the configuration that still had it.
            listeners.put(listener.name(), listener(listener, before == null ? acls : before.acls(), shared, before));
        });
        config.listeners().forEach(listener -> {
            ListenerView before = previous == null ? null : previous.listeners().get(listener.name());
            listeners.put(listener.name(), listener(listener, acls, shared, before));
        });
        return new Snapshot(
                input.hash, config, materials, acls, listeners, shared, certificates(listeners.values(), materials));
    }

    /** Lets go of what none of these shows to clients. */
    public void retain(Collection<CertificateChoice> shown) {
        contexts.retain(shown);
    }

    /** What did not change keeps its contexts, and so do connections. */
    private Map<String, CertificateChoice> certificates(Collection<ListenerView> listeners, Materials materials) {
        Map<String, CertificateChoice> certificates = new HashMap<>();
        for (ListenerView listener : listeners) {
            if (listener.config().tls() instanceof TerminatedTlsConfig tls) {
                certificates.put(
                        listener.config().name(),
                        contexts.choice(tls, listener instanceof HttpListenerView ? HTTP : List.of(), materials));
            }
        }
        return certificates;
    }

    /** A listener that leaves goes on with what it had. */
    private static Materials materials(Input input, Leaving leaving, @Nullable Snapshot previous) {
        Set<MaterialName> named = new HashSet<>(input.config.materials());
        leaving.listeners.forEach(listener -> named.addAll(listener.materials()));
        leaving.backends.forEach(backend -> named.addAll(backend.materials()));
        Materials known =
                previous == null ? input.materials : previous.materials().and(input.materials);
        return known.only(named);
    }

    private BackendView backend(
            BackendConfig config, EndpointResolver resolver, Materials materials, @Nullable Snapshot previous) {
        BackendView before = previous == null ? null : previous.backends().get(config.name());
        List<Member> members =
                SlowStart.apply(config.balance().slowStart(), resolver.members(config), before, System.nanoTime());
        BackendStats stats = registry.backend(config.name());
        if (before != null && before.isFor(config, members)) {
            return before;
        }
        ServerTls toServers = ServerTls.of(
                config, new ServerTls.Means(tls, materials), before == null ? null : before.tls(), stats.tlsFailures());
        return new BackendView(config, stats, members, toServers);
    }

    private static ListenerView listener(
            ListenerConfig config, AclTable acls, Map<String, BackendView> backends, @Nullable ListenerView before) {
        return switch (config) {
            case HttpListenerConfig http -> HttpListenerView.of(http, acls, backends, before);
            case TcpListenerConfig tcp -> TcpListenerView.of(tcp, acls, backends, before);
        };
    }
}
