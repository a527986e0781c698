package io.tenbin.proxy.http1;

import io.netty.util.AsciiString;

/**
 * The grammar {@code uri-host [":" port]} (RFC 3986 section 3.2) without user information, which RFC 9110 section 4.2.4 wants treated
 * as an error. An empty host is refused (section 4.2.1), and so is an address in brackets of a version other than IPv6.
 */
final class Authority {
    private Authority() {}

    /** Whether the whole range is an authority; a port may be left out, or empty, unless required. */
    static boolean valid(byte[] bytes, int start, int end, boolean portRequired) {
        int host = hostEnd(bytes, start, end);
        if (host <= start) {
            return false;
        }
        return host == end ? !portRequired : bytes[host] == ':' && validPort(bytes, host + 1, end, portRequired);
    }

    static boolean valid(AsciiString authority) {
        int start = authority.arrayOffset();
        return valid(authority.array(), start, start + authority.length(), false);
    }

    /** The host of a valid authority, an IPv6 address with its brackets. */
    static AsciiString host(AsciiString authority) {
        int end = authority.byteAt(0) == '[' ? authority.indexOf(']', 0) + 1 : authority.indexOf(':', 0);
        return end < 0 || end == authority.length() ? authority : authority.subSequence(0, end, false);
    }

    /** Where the host ends, or -1. */
    private static int hostEnd(byte[] bytes, int start, int end) {
        if (start < end && bytes[start] == '[') {
            return literalEnd(bytes, start, end);
        }
        int at = start;
        while (at < end && bytes[at] != ':') {
            if (bytes[at] == '%') {
                if (end - at < 3 || Grammar.hex(bytes[at + 1]) < 0 || Grammar.hex(bytes[at + 2]) < 0) {
                    return -1;
                }
                at += 3;
            } else if (Grammar.regName(bytes[at])) {
                at++;
            } else {
                return -1;
            }
        }
        return at;
    }

    private static int literalEnd(byte[] bytes, int start, int end) {
        int at = start + 1;
        while (at < end && bytes[at] != ']') {
            at++;
        }
        return at < end && Ipv6.valid(bytes, start + 1, at) ? at + 1 : -1;
    }

    private static boolean validPort(byte[] bytes, int start, int end, boolean required) {
        if (start == end) {
            return !required;
        }
        int port = 0;
        for (int at = start; at < end; at++) {
            if (!Grammar.digit(bytes[at])) {
                return false;
            }
            port = port * 10 + bytes[at] - '0';
            if (port > 65_535) {
                return false;
            }
        }
        return true;
    }
}
