package io.tenbin.config;

/**
 * Connections to the servers of a Backend.
 *
 * @param mode whether they are used for more than one request
 * @param reuse which of them may be used again for what must not be sent twice
 */
public record ConnectionConfig(ConnectionMode mode, ReusePolicy reuse) {}
