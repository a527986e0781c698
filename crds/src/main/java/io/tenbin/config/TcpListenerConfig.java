package io.tenbin.config;

import java.util.Set;

/**
 * A listener that relays bytes both ways and looks at none.
 *
 * @param name unique among the listeners of a LoadBalancer
 * @param port the port that clients use
 * @param bindPort the port that the proxy binds
 * @param timeouts how long clients may be silent; only {@link ClientTimeoutsConfig#client()} has a meaning here
 * @param accessLog how the access log writes a connection
 * @param backend where every connection goes
 */
public record TcpListenerConfig(
        String name, int port, int bindPort, ClientTimeoutsConfig timeouts, AccessLogFormat accessLog, String backend)
        implements ListenerConfig {

    public TcpListenerConfig {
        Check.notBlank("listener.name", name);
        Check.port(name + ".port", port);
        Check.port(name + ".bindPort", bindPort);
        Check.notBlank(name + ".backend", backend);
    }

    @Override
    public Set<String> backendNames() {
        return Set.of(backend);
    }

    @Override
    public Set<String> aclNames() {
        return Set.of();
    }
}
