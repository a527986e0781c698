package io.tenbin.translate;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The address of a server: an IP address in its usual form, or a DNS name. Nothing is resolved here; what a DNS name stands
 * for is checked by the proxy when it connects.
 */
final class ServerAddress {
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?");
    private static final Pattern DOTTED = Pattern.compile("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");
    private static final Pattern NUMBER = Pattern.compile("[0-9]+|0[xX][0-9A-Fa-f]*");
    private static final byte[] NAT64 = {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};

    /** The rest of a sentence that begins with the text. */
    static final String MALFORMED =
            "is neither an IP address in its usual form, such as 192.0.2.1 or 2001:db8::1, nor a DNS name";

    private ServerAddress() {}

    /** What is wrong with the text under the policy, or null if nothing is. */
    static @Nullable Fault fault(String text, Policy policy) {
        if (text.indexOf(':') >= 0 || DOTTED.matcher(text).matches()) {
            InetAddress address = literal(text);
            return address == null ? malformed() : refused(address, policy);
        }
        return isDnsName(text) ? refusedName(text, policy) : malformed();
    }

    /** Whether it is an IP address in its usual form, or a DNS name. */
    static boolean isHost(String text) {
        return (text.indexOf(':') >= 0 || DOTTED.matcher(text).matches()) ? literal(text) != null : isDnsName(text);
    }

    /**
     * Why an address is refused.
     *
     * @param reason {@link Reason#INVALID} or {@link Reason#NOT_ALLOWED}
     * @param message the rest of a sentence that begins with the address
     */
    record Fault(Reason reason, String message) {}

    private static Fault malformed() {
        return new Fault(Reason.INVALID, MALFORMED);
    }

    private static @Nullable InetAddress literal(String text) {
        try {
            return text.indexOf('%') >= 0 ? null : InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Names whose last label is a number are other spellings of IPv4 addresses ({@code 127.1}, {@code 0x7f000001}). */
    static boolean isDnsName(String text) {
        String name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        String[] labels = name.split("\\.", -1);
        return name.length() <= 253
                && Arrays.stream(labels).allMatch(label -> LABEL.matcher(label).matches())
                && !NUMBER.matcher(labels[labels.length - 1]).matches();
    }

    private static @Nullable Fault refusedName(String text, Policy policy) {
        String name = text.toLowerCase(Locale.ROOT);
        name = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        boolean loopback = name.equals("localhost") || name.endsWith(".localhost");
        return loopback && !policy.allowLoopback() ? loopback() : null;
    }

    private static @Nullable Fault refused(InetAddress address, Policy policy) {
        InetAddress inner = embedded(address);
        if (address.isLoopbackAddress() || inner.isLoopbackAddress()) {
            return policy.allowLoopback() ? null : loopback();
        }
        if (address.isLinkLocalAddress() || inner.isLinkLocalAddress()) {
            return refusal("a link-local address");
        }
        if (address.isMulticastAddress() || inner.isMulticastAddress()) {
            return refusal("a multicast address");
        }
        byte[] bytes = inner.getAddress();
        boolean unspecified = address.isAnyLocalAddress() || (inner instanceof Inet4Address && bytes[0] == 0);
        boolean reserved = inner instanceof Inet4Address && (bytes[0] & 0xf0) == 0xf0;
        return unspecified || reserved ? refusal("an unspecified or reserved address") : null;
    }

    private static Fault loopback() {
        return refusal("a loopback address, in a pod the proxy's own (tenbin check --standalone allows it)");
    }

    private static Fault refusal(String kind) {
        return new Fault(Reason.NOT_ALLOWED, "is " + kind + "; the address of another machine is allowed");
    }

    /** The IPv4 address within an IPv6 one: compatible (RFC 4291), 6to4 (RFC 3056), NAT64 (RFC 6052); else the address. */
    private static InetAddress embedded(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length != 16) {
            return address;
        }
        if (startsWith(bytes, NAT64) || (startsWith(bytes, new byte[12]) && !address.isLoopbackAddress())) {
            return v4(Arrays.copyOfRange(bytes, 12, 16));
        }
        return bytes[0] == 0x20 && bytes[1] == 0x02 ? v4(Arrays.copyOfRange(bytes, 2, 6)) : address;
    }

    private static boolean startsWith(byte[] bytes, byte[] prefix) {
        return Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
    }

    private static InetAddress v4(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new AssertionError("four bytes by construction", e);
        }
    }
}
