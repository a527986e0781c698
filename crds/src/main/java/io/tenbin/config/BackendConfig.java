package io.tenbin.config;

import java.util.List;

/**
 * Where requests go, and by which policy.
 *
 * @param name the Backend's name, as in the access log
 * @param mode what is spoken to the servers
 * @param balance how an endpoint is chosen
 * @param servers in order; empty means that every request is answered 503
 * @param retries how often a request is tried elsewhere, 0 to 100, after a connection that did not come about
 * @param timeouts how long a server may take
 * @param connection how connections to the servers are used
 */
public record BackendConfig(
        String name,
        BackendMode mode,
        BalanceConfig balance,
        List<ServerConfig> servers,
        int retries,
        ServerTimeoutsConfig timeouts,
        ConnectionConfig connection) {

    public BackendConfig {
        Check.notBlank("backend.name", name);
        servers = Check.unique(name + ".servers.name", servers, ServerConfig::name);
        Check.range(name + ".retries", retries, 0, 100);
    }
}
