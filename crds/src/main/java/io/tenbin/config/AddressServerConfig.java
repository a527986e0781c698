package io.tenbin.config;

/**
 * A fixed address.
 *
 * @param name unique in the Backend
 * @param address an IPv4 or IPv6 literal without brackets, or a DNS name
 * @param port 1 to 65535
 * @param weight 0 to 256
 */
public record AddressServerConfig(String name, String address, int port, int weight) implements ServerConfig {

    public AddressServerConfig {
        Check.notBlank("server.name", name);
        Check.notBlank(name + ".address", address);
        Check.port(name + ".port", port);
        Check.range(name + ".weight", weight, 0, 256);
    }
}
