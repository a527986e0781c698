package io.tenbin.proxy.snapshot;

import io.tenbin.config.TcpListenerConfig;
import io.tenbin.proxy.match.AclTable;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A TCP listener.
 *
 * @param backend where every connection goes: the listener's, or its fallback
 */
public record TcpListenerView(TcpListenerConfig config, BackendView backend) implements ListenerView {

    static TcpListenerView of(
            TcpListenerConfig config, Map<String, BackendView> backends, @Nullable ListenerView previous) {
        BackendView backend = Objects.requireNonNull(backends.get(config.backend()), config.backend())
                .orFallback(backends);
        return previous instanceof TcpListenerView tcp && tcp.config.equals(config) && tcp.backend == backend
                ? tcp
                : new TcpListenerView(config, backend);
    }

    @Override
    public AclTable acls() {
        return AclTable.EMPTY;
    }

    @Override
    public int serversUp(String name) {
        return name.equals(backend.config().name()) ? backend.usable().size() : 0;
    }
}
