package io.tenbin.config;

/**
 * Certificates of clients.
 *
 * @param required whether a handshake fails without one; one that is shown must be valid either way
 * @param authorities PEM: the certificates of those who may sign clients', and lists of revoked ones (RFC 5280 section 5), if any
 */
public record ClientAuthConfig(boolean required, MaterialName authorities) {}
