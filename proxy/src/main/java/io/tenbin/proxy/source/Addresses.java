package io.tenbin.proxy.source;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Addresses from text and from DNS. */
final class Addresses {
    private static final Comparator<InetAddress> IPV4_FIRST =
            Comparator.comparing(address -> !(address instanceof Inet4Address));

    private Addresses() {}

    /** An IPv4 or IPv6 literal as an address, without asking DNS; null for anything else. */
    static @Nullable InetAddress literal(String text) {
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /**
     * The address to use of those that a name has: the one in use if it is still among them, else the first of IPv4, else the
     * first. One that must never be connected to is passed over: whoever controls a name must not reach this machine or
     * a cloud's metadata service through it.
     *
     * @param inUse null if none is yet
     * @return null if none is allowed
     */
    static @Nullable InetAddress choose(List<InetAddress> answers, @Nullable InetAddress inUse, boolean allowLoopback) {
        List<InetAddress> allowed = answers.stream()
                .filter(address -> allowLoopback || !address.isLoopbackAddress())
                .filter(address ->
                        !address.isLinkLocalAddress() && !address.isAnyLocalAddress() && !address.isMulticastAddress())
                .sorted(IPV4_FIRST)
                .toList();
        if (inUse != null && allowed.contains(inUse)) {
            return inUse;
        }
        return allowed.isEmpty() ? null : allowed.getFirst();
    }
}
