package io.tenbin.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.net.InetAddress;
import java.util.Arrays;

/**
 * A network: an IPv4 or IPv6 address and a prefix length, or an address alone, which means itself (RFC 4632, RFC 4291
 * 2.3). Bits beyond the prefix are ignored. IPv4-mapped IPv6 addresses are taken as the IPv4 addresses that they are.
 */
public final class Cidr {
    private final byte[] network;
    private final int prefix;

    private Cidr(byte[] network, int prefix) {
        this.network = network;
        this.prefix = prefix;
    }

    /**
     * Parses {@code 10.0.0.0/8}, {@code 2001:db8::/32}, {@code 192.0.2.1}. Never asks DNS.
     *
     * @throws InvalidConfigException if the text is none of these
     */
    @JsonCreator
    public static Cidr parse(String text) {
        int slash = text.indexOf('/');
        String literal = slash < 0 ? text : text.substring(0, slash);
        try {
            byte[] address = InetAddress.ofLiteral(literal).getAddress();
            int bits = address.length * 8;
            int prefix = slash < 0 ? bits : Integer.parseInt(text, slash + 1, text.length(), 10);
            if (prefix >= 0 && prefix <= bits && literal.indexOf('%') < 0) {
                return new Cidr(mask(address, prefix), prefix);
            }
        } catch (IllegalArgumentException e) {
            // Falls through: neither an address literal nor a number behind the slash.
        }
        throw new InvalidConfigException(
                "cidr", text, "must be an IP address or a network such as 10.0.0.0/8 or 2001:db8::/32");
    }

    /** Whether the network holds the address. */
    public boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length != network.length) {
            return false;
        }
        int whole = prefix >> 3;
        for (int i = 0; i < whole; i++) {
            if (bytes[i] != network[i]) {
                return false;
            }
        }
        int rest = prefix & 7;
        return rest == 0 || ((bytes[whole] ^ network[whole]) & (0xff00 >> rest) & 0xff) == 0;
    }

    /** The network's bytes, 4 or 16, those beyond the prefix zero. */
    public byte[] network() {
        return network.clone();
    }

    /** Bits that addresses of the network have in common. */
    public int prefix() {
        return prefix;
    }

    private static byte[] mask(byte[] address, int prefix) {
        for (int i = 0; i < address.length; i++) {
            int keep = Math.clamp(prefix - i * 8L, 0, 8);
            address[i] &= (byte) (0xff00 >> keep);
        }
        return address;
    }

    @JsonValue
    @Override
    public String toString() {
        try {
            return InetAddress.getByAddress(network).getHostAddress() + "/" + prefix;
        } catch (java.net.UnknownHostException e) {
            throw new AssertionError("4 or 16 bytes by construction", e);
        }
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Cidr other && prefix == other.prefix && Arrays.equals(network, other.network);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(network) + prefix;
    }
}
