package io.tenbin.proxy.http1;

/** The grammar {@code IPv6address} of RFC 3986 section 3.2.2: no zone, no prefix length, nothing looked up. */
final class Ipv6 {
    private static final int GROUPS = 8;
    private static final int GROUPS_OF_IPV4 = 2;

    private Ipv6() {}

    static boolean valid(byte[] bytes, int start, int end) {
        int at = start;
        int groups = 0;
        boolean compressed = false;
        if (end - start >= 2 && bytes[start] == ':' && bytes[start + 1] == ':') {
            compressed = true;
            at += 2;
        }
        while (at < end) {
            int group = at;
            while (at < end && Grammar.hex(bytes[at]) >= 0) {
                at++;
            }
            if (at < end && bytes[at] == '.') {
                return ipv4(bytes, group, end) && fits(groups + GROUPS_OF_IPV4, compressed);
            }
            if (at == group || at - group > 4) {
                return false;
            }
            groups++;
            if (at == end) {
                break;
            }
            if (bytes[at++] != ':' || at == end) {
                return false;
            }
            if (bytes[at] == ':') {
                if (compressed) {
                    return false;
                }
                compressed = true;
                at++;
            }
        }
        return fits(groups, compressed);
    }

    private static boolean fits(int groups, boolean compressed) {
        return compressed ? groups < GROUPS : groups == GROUPS;
    }

    /** Four numbers up to 255 without leading zeros. */
    private static boolean ipv4(byte[] bytes, int start, int end) {
        int at = start;
        for (int octet = 0; octet < 4; octet++) {
            if (octet > 0 && (at == end || bytes[at++] != '.')) {
                return false;
            }
            int first = at;
            int number = 0;
            while (at < end && at - first < 3 && Grammar.digit(bytes[at])) {
                number = number * 10 + bytes[at++] - '0';
            }
            if (at == first || number > 255 || (at - first > 1 && bytes[first] == '0')) {
                return false;
            }
        }
        return at == end;
    }
}
