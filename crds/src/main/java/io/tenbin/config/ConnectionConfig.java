package io.tenbin.config;

import org.jspecify.annotations.Nullable;

/**
 * Connections to the servers of a Backend.
 *
 * @param mode whether they are used for more than one request
 * @param reuse which of them may be used again for what must not be sent twice
 * @param maxQueue how many may wait for one server, and how many for any of them, at least 0; 0 for no limit but that of the
 *     connections of clients. Over it 503
 * @param maxIdlePerServer how many connections to one server are kept idle, at least 0; null for any number (HAProxy's {@code
 *     pool-max-conn})
 * @param maxPerServer how many connections to one server there are, busy and idle, at least 1; null for any number
 * @param sendProxyProtocol the header that tells the server who the client is; null for none
 * @param version of HTTP; null for HTTP/1.1, and where bytes are relayed
 * @param tls how they are protected; null for not at all
 */
public record ConnectionConfig(
        ConnectionMode mode,
        ReusePolicy reuse,
        int maxQueue,
        @Nullable Integer maxIdlePerServer,
        @Nullable Integer maxPerServer,
        @Nullable SendProxyProtocol sendProxyProtocol,
        @Nullable HttpVersion version,
        @Nullable ServerTlsConfig tls) {

    public ConnectionConfig {
        Check.atLeast("connection.maxQueue", maxQueue, 0);
        if (maxIdlePerServer != null) {
            Check.atLeast("connection.maxIdlePerServer", maxIdlePerServer, 0);
        }
        if (maxPerServer != null) {
            Check.atLeast("connection.maxPerServer", maxPerServer, 1);
        }
    }

    /** The same, protected so. */
    public ConnectionConfig withTls(@Nullable ServerTlsConfig other) {
        return new ConnectionConfig(
                mode, reuse, maxQueue, maxIdlePerServer, maxPerServer, sendProxyProtocol, version, other);
    }
}
