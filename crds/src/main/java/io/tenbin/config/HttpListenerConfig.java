package io.tenbin.config;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A listener that reads HTTP and decides for each request.
 *
 * @param name unique among the listeners of a LoadBalancer
 * @param port the port that clients use
 * @param bindPort the port that the proxy binds
 * @param proxyProtocol what precedes a client's own bytes; null for nothing
 * @param tls what is done with the TLS that clients speak; null if they speak none
 * @param timeouts how long clients may be silent
 * @param http what is accepted, and what is said of the client to servers
 * @param headers what is changed of requests, before rules see them, and of servers' answers
 * @param accessLog how the access log writes a request
 * @param rules in order; the first that matches decides
 * @param defaultBackend where a request goes that no rule matches; absent, it is answered 503
 */
public record HttpListenerConfig(
        String name,
        int port,
        int bindPort,
        @Nullable ProxyProtocol proxyProtocol,
        @Nullable TerminatedTlsConfig tls,
        ClientTimeoutsConfig timeouts,
        HttpConfig http,
        HeadersConfig headers,
        AccessLogFormat accessLog,
        List<RuleConfig> rules,
        @Nullable String defaultBackend)
        implements ListenerConfig {

    public HttpListenerConfig {
        Check.notBlank("listener.name", name);
        Check.port(name + ".port", port);
        Check.port(name + ".bindPort", bindPort);
        rules = List.copyOf(rules);
    }

    @Override
    public HttpListenerConfig withTls(TerminatedTlsConfig other) {
        return new HttpListenerConfig(
                name, port, bindPort, proxyProtocol, other, timeouts, http, headers, accessLog, rules, defaultBackend);
    }

    @Override
    public Set<String> backendNames() {
        Set<String> names = new LinkedHashSet<>();
        rules.forEach(rule -> names.addAll(rule.action().backendNames()));
        if (defaultBackend != null) {
            names.add(defaultBackend);
        }
        return names;
    }

    @Override
    public Set<String> aclNames() {
        Set<String> names = new LinkedHashSet<>();
        rules.forEach(rule -> names.addAll(rule.condition().acls()));
        return names;
    }
}
