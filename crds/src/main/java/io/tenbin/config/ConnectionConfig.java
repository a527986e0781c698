package io.tenbin.config;

/**
 * Connections to the servers of a Backend.
 *
 * @param mode whether they are used for more than one request
 * @param reuse which of them may be used again for what must not be sent twice
 * @param maxQueue how many may wait for one server, and how many for any of them, at least 0; 0 for no limit but that of the
 *     connections of clients. Over it 503
 */
public record ConnectionConfig(ConnectionMode mode, ReusePolicy reuse, int maxQueue) {

    public ConnectionConfig {
        Check.atLeast("connection.maxQueue", maxQueue, 0);
    }
}
