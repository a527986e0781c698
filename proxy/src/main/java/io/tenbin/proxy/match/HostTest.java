package io.tenbin.proxy.match;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The host in a text: that of the authority of an absolute URL, or what stands before a port. Unlike HAProxy's domain match it
 * cannot be misled by a path or by more labels behind.
 */
final class HostTest implements TextTest {
    private final WordSet exact;

    /** With their leading dots. */
    private final WordSet suffixes;

    /**
     * The test.
     *
     * @param hosts in lower case; {@code *.x} means one label or more before {@code .x}
     */
    HostTest(List<String> hosts) {
        exact = new WordSet(
                hosts.stream()
                        .filter(host -> !host.startsWith("*."))
                        .map(HostTest::bytes)
                        .toList(),
                true);
        suffixes = new WordSet(
                hosts.stream()
                        .filter(host -> host.startsWith("*."))
                        .map(host -> bytes(host.substring(1)))
                        .toList(),
                true);
    }

    @Override
    public boolean test(byte[] bytes, int from, int to) {
        int begin = authority(bytes, from, to);
        int end = hostEnd(bytes, begin, to);
        // One label or more stands before the suffix: its dot is not the first byte.
        return begin < end && (exact.contains(bytes, begin, end) || suffixes.endsWith(bytes, begin + 1, end));
    }

    /** Where the authority begins; {@code to} for a URL that has none. */
    private static int authority(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == '/') {
                boolean absolute = i > from && bytes[i - 1] == ':' && i + 1 < to && bytes[i + 1] == '/';
                return absolute ? i + 2 : to;
            }
        }
        return from;
    }

    private static int hostEnd(byte[] bytes, int begin, int to) {
        boolean bracketed = begin < to && bytes[begin] == '[';
        for (int i = begin; i < to; i++) {
            byte b = bytes[i];
            if (bracketed && b == ']') {
                return i + 1;
            }
            if (!bracketed && (b == ':' || b == '/' || b == '?')) {
                return i;
            }
        }
        return to;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
