package io.tenbin.proxy.snapshot;

import io.tenbin.config.ProxyConfig;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that decides where new work goes, at one moment. Immutable: a reader that holds it sees one configuration, whole.
 *
 * @param hash of the configuration's bytes
 * @param config as it was applied
 * @param listeners by name
 * @param backends by name
 */
public record Snapshot(
        String hash, ProxyConfig config, Map<String, ListenerView> listeners, Map<String, BackendView> backends) {

    public Snapshot {
        listeners = Map.copyOf(listeners);
        backends = Map.copyOf(backends);
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
