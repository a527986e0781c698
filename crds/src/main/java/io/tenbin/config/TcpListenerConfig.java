package io.tenbin.config;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A listener that relays bytes both ways and looks at none.
 *
 * @param name unique among the listeners of a LoadBalancer
 * @param port the port that clients use
 * @param bindPort the port that the proxy binds
 * @param proxyProtocol what precedes a client's own bytes; null for nothing
 * @param tls what is done with the TLS that clients speak; null if they speak none
 * @param timeouts how long clients may be silent; only {@link ClientTimeoutsConfig#client()} has a meaning here
 * @param accessLog how the access log writes a connection
 * @param rules in order; the first whose condition holds decides
 * @param backend where a connection goes that no rule holds for
 */
public record TcpListenerConfig(
        String name,
        int port,
        int bindPort,
        @Nullable ProxyProtocol proxyProtocol,
        @Nullable ListenerTlsConfig tls,
        ClientTimeoutsConfig timeouts,
        AccessLogFormat accessLog,
        List<TcpRuleConfig> rules,
        String backend)
        implements ListenerConfig {

    public TcpListenerConfig {
        Check.notBlank("listener.name", name);
        Check.port(name + ".port", port);
        Check.port(name + ".bindPort", bindPort);
        rules = List.copyOf(rules);
        Check.notBlank(name + ".backend", backend);
    }

    @Override
    public TcpListenerConfig withTls(TerminatedTlsConfig other) {
        return new TcpListenerConfig(name, port, bindPort, proxyProtocol, other, timeouts, accessLog, rules, backend);
    }

    @Override
    public Set<String> backendNames() {
        Set<String> names = new LinkedHashSet<>();
        rules.forEach(rule -> names.addAll(rule.action().backendNames()));
        names.add(backend);
        return names;
    }

    @Override
    public Set<String> aclNames() {
        Set<String> names = new LinkedHashSet<>();
        rules.forEach(rule -> names.addAll(rule.condition().acls()));
        return names;
    }
}
