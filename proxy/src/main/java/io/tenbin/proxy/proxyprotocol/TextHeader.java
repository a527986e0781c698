package io.tenbin.proxy.proxyprotocol;

import io.netty.buffer.ByteBuf;
import io.netty.util.NetUtil;
import io.tenbin.proxy.transport.ConnectionEnds;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Version 1 (proxy-protocol.txt section 2.1): a line of at most 107 bytes. Every number and address in its one canonical form, one
 * space between them, nothing else.
 */
final class TextHeader {
    private static final byte[] START = "PROXY ".getBytes(StandardCharsets.US_ASCII);
    private static final int MOST_BYTES = 107;
    private static final int PARTS = 6;
    private static final int MAX_PORT = 65_535;

    private TextHeader() {}

    /** Whether the bytes so far may be those of one. */
    static boolean mayBegin(ByteBuf bytes) {
        return Prefix.agree(bytes, START);
    }

    static @Nullable ProxyHeader read(ByteBuf bytes) throws MalformedHeaderException {
        int from = bytes.readerIndex();
        int most = Math.min(bytes.readableBytes(), MOST_BYTES);
        int length = bytes.bytesBefore(most, (byte) '\n');
        if (length < 0) {
            if (most == MOST_BYTES) {
                throw invalid();
            }
            return null;
        }
        if (length <= START.length || bytes.getByte(from + length - 1) != '\r') {
            throw invalid();
        }
        String line = bytes.toString(from, length - 1, StandardCharsets.ISO_8859_1);
        bytes.skipBytes(length + 1);
        return parse(line);
    }

    private static ProxyHeader parse(String line) throws MalformedHeaderException {
        if (line.equals("PROXY UNKNOWN") || line.startsWith("PROXY UNKNOWN ")) {
            return ProxyHeader.OF_NOBODY;
        }
        String[] parts = line.split(" ", -1);
        if (parts.length != PARTS) {
            throw invalid();
        }
        boolean v6 = switch (parts[1]) {
            case "TCP4" -> false;
            case "TCP6" -> true;
            default -> throw invalid();
        };
        return new ProxyHeader(new ConnectionEnds(
                new InetSocketAddress(address(parts[2], v6), number(parts[4], MAX_PORT)),
                new InetSocketAddress(address(parts[3], v6), number(parts[5], MAX_PORT))));
    }

    private static InetAddress address(String text, boolean v6) throws MalformedHeaderException {
        if (v6) {
            // The library takes a zone or brackets too, which have no place here.
            if (!text.chars().allMatch(TextHeader::ofIpv6) || !NetUtil.isValidIpV6Address(text)) {
                throw invalid();
            }
            return InetAddress.ofLiteral(text);
        }
        String[] numbers = text.split("[.]", -1);
        if (numbers.length != 4) {
            throw invalid();
        }
        for (String number : numbers) {
            number(number, 255);
        }
        return InetAddress.ofLiteral(text);
    }

    private static boolean ofIpv6(int c) {
        return c == ':' || c == '.' || (c < 128 && Character.digit(c, 16) >= 0);
    }

    private static int number(String text, int most) throws MalformedHeaderException {
        boolean digits = !text.isEmpty() && text.length() <= 5 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits || (text.length() > 1 && text.charAt(0) == '0')) {
            throw invalid();
        }
        int number = Integer.parseInt(text);
        if (number > most) {
            throw invalid();
        }
        return number;
    }

    private static MalformedHeaderException invalid() {
        return new MalformedHeaderException(HeaderFault.INVALID);
    }
}
