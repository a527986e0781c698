package io.tenbin.proxy.snapshot;

import io.tenbin.config.Materials;
import io.tenbin.config.ProxyConfig;
import io.tenbin.proxy.match.AclTable;
import io.tenbin.proxy.tls.CertificateChoice;
import io.tenbin.proxy.upstream.Endpoint;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that decides where new work goes, at one moment. Immutable: a reader that holds it sees one configuration, whole.
 *
 * @param hash of the configuration's bytes
 * @param config as it was applied
 * @param materials all that it and listeners that it no longer has name
 * @param acls the configuration's
 * @param listeners by name; one that the configuration no longer has is here until its port accepts no more
 * @param backends by name; those that such a listener refers to are here too
 * @param certificates by the name of the listener, of those where TLS ends
 */
public record Snapshot(
        String hash,
        ProxyConfig config,
        Materials materials,
        AclTable acls,
        Map<String, ListenerView> listeners,
        Map<String, BackendView> backends,
        Map<String, CertificateChoice> certificates) {

    public Snapshot {
        listeners = Map.copyOf(listeners);
        backends = Map.copyOf(backends);
        certificates = Map.copyOf(certificates);
    }

    /** All endpoints that work can go to, new or what sticks to them. */
    public Set<Endpoint> endpoints() {
        Set<Endpoint> endpoints = new HashSet<>();
        backends.values().forEach(backend -> backend.members().forEach(member -> endpoints.add(member.endpoint())));
        return endpoints;
    }

    /** When the weights of endpoints that start slowly are to be looked at again, in nanoseconds from now; 0 if none does. */
    public long stepNanos() {
        return backends.values().stream()
                .mapToLong(BackendView::stepNanos)
                .filter(nanos -> nanos > 0)
                .min()
                .orElse(0);
    }

    /** Whether all views are the same objects. */
    public boolean hasViewsOf(Snapshot other) {
        return listeners.equals(other.listeners) && backends.equals(other.backends);
    }

    /** The HTTP listener of this name; null if there is none, or it speaks TCP now. */
    public @Nullable HttpListenerView httpListener(String name) {
        return listeners.get(name) instanceof HttpListenerView view ? view : null;
    }

    /** The TCP listener of this name; null if there is none, or it speaks HTTP now. */
    public @Nullable TcpListenerView tcpListener(String name) {
        return listeners.get(name) instanceof TcpListenerView view ? view : null;
    }
}
