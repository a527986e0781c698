package io.tenbin.config;

/**
 * A fixed address.
 *
 * @param name unique in the Backend
 * @param address an IPv4 or IPv6 literal without brackets, or a DNS name
 * @param port 1 to 65535
 * @param options of the server
 */
public record AddressServerConfig(String name, String address, int port, ServerOptions options)
        implements ServerConfig {

    public AddressServerConfig {
        Check.notBlank("server.name", name);
        Check.notBlank(name + ".address", address);
        Check.port(name + ".port", port);
    }
}
