package io.tenbin.config;

import java.util.List;

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
 */
public record BackendConfig(
        String name,
        BackendMode mode,
        BalanceConfig balance,
        List<ServerConfig> servers,
        PersistenceConfig persistence,
        RetriesConfig retries,
        ServerTimeoutsConfig timeouts,
        ConnectionConfig connection) {

    public BackendConfig {
        Check.notBlank("backend.name", name);
        servers = Check.unique(name + ".servers.name", servers, ServerConfig::name);
    }

    /** The same with other balancing. */
    public BackendConfig with(BalanceConfig other) {
        return new BackendConfig(name, mode, other, servers, persistence, retries, timeouts, connection);
    }
}
