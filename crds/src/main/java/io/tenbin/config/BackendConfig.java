package io.tenbin.config;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where requests go, and by which policy.
 *
 * @param name the Backend's name, as in the access log
 * @param mode what is spoken to the servers
 * @param balance how an endpoint is chosen
 * @param servers in order; empty means that every request is answered 503
 * @param persistence what keeps a client at its server
 * @param retries when a request is tried again, and where
 * @param timeouts how long a server may take
 * @param connection how connections to the servers are used
 * @param headers what is changed of its requests, after the rule's changes, and of its servers' answers, before them; null for nothing
 */
public record BackendConfig(
        String name,
        BackendMode mode,
        BalanceConfig balance,
        List<ServerConfig> servers,
        PersistenceConfig persistence,
        RetriesConfig retries,
        ServerTimeoutsConfig timeouts,
        ConnectionConfig connection,
        @Nullable HeadersConfig headers) {

    public BackendConfig {
        Check.notBlank("backend.name", name);
        servers = Check.unique(name + ".servers.name", servers, ServerConfig::name);
    }

    /** All that it needs of {@link Materials}. */
    public Set<MaterialName> materials() {
        ServerTlsConfig tls = connection.tls();
        return tls == null ? Set.of() : tls.materials();
    }

    /** The same with other connections. */
    public BackendConfig with(ConnectionConfig other) {
        return new BackendConfig(name, mode, balance, servers, persistence, retries, timeouts, other, headers);
    }

    /** The same with other balancing. */
    public BackendConfig with(BalanceConfig other) {
        return new BackendConfig(name, mode, other, servers, persistence, retries, timeouts, connection, headers);
    }
}
