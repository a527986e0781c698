package io.tenbin.config;

/**
 * Certificates of clients.
 *
 * @param required whether a handshake fails without one; one that is shown must be valid either way
 * @param authorities who may sign clients'
 */
public record ClientAuthConfig(boolean required, AuthoritiesConfig authorities) {

    /** The same with other authorities. */
    public ClientAuthConfig withAuthorities(AuthoritiesConfig others) {
        return new ClientAuthConfig(required, others);
    }
}
