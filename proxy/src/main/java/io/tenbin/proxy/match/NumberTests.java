package io.tenbin.proxy.match;

import io.netty.util.AsciiString;
import io.netty.util.NetUtil;
import io.tenbin.config.Cidr;
import io.tenbin.config.IntRange;
import io.tenbin.config.Regex;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tests that take a text for a number, an address, or as a whole. */
final class NumberTests {
    private NumberTests() {}

    static boolean contains(IntRange[] ranges, long value) {
        for (IntRange range : ranges) {
            if (range.contains(value)) {
                return true;
            }
        }
        return false;
    }

    static TextTest length(List<IntRange> lengths) {
        IntRange[] ranges = lengths.toArray(IntRange[]::new);
        return (bytes, from, to) -> contains(ranges, to - from);
    }

    static TextTest integer(List<IntRange> values) {
        IntRange[] ranges = values.toArray(IntRange[]::new);
        return (bytes, from, to) -> from < to && contains(ranges, number(bytes, from, to));
    }

    static TextTest address(List<Cidr> cidrs) {
        Networks networks = new Networks(cidrs);
        return (bytes, from, to) -> {
            byte[] address = address(bytes, from, to);
            return address != null && networks.contains(address);
        };
    }

    static TextTest regex(List<Regex> patterns) {
        Regex[] all = patterns.toArray(Regex[]::new);
        return (bytes, from, to) -> {
            AsciiString text = new AsciiString(bytes, from, to - from, false);
            for (Regex regex : all) {
                if (regex.find(text)) {
                    return true;
                }
            }
            return false;
        };
    }

    /** The digits at the beginning, after a minus sign if there is one; 0 without digits (HAProxy's {@code read_int64}). */
    private static long number(byte[] bytes, int from, int to) {
        boolean negative = bytes[from] == '-';
        long number = 0;
        for (int i = negative || bytes[from] == '+' ? from + 1 : from;
                i < to && bytes[i] >= '0' && bytes[i] <= '9';
                i++) {
            if (number > Long.MAX_VALUE / 10 - 1) {
                return negative ? Long.MIN_VALUE : Long.MAX_VALUE;
            }
            number = number * 10 + bytes[i] - '0';
        }
        return negative ? -number : number;
    }

    /** Null if the text is no address. A port may follow an IPv4 address. */
    private static byte @Nullable [] address(byte[] bytes, int from, int to) {
        int colon = Texts.delimiter(bytes, from, to, ':', ':');
        boolean port = colon < to && Texts.delimiter(bytes, from, colon, '.', '.') < colon;
        if (port && !isPort(bytes, colon + 1, to)) {
            return null;
        }
        String text = new AsciiString(bytes, from, (port ? colon : to) - from, false).toString();
        // Netty also takes an address with a zone or in brackets, which is none here.
        return text.indexOf('%') >= 0 || text.startsWith("[") ? null : NetUtil.createByteArrayFromIpAddressString(text);
    }

    private static boolean isPort(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                return false;
            }
        }
        return from < to && number(bytes, from, to) <= 65_535;
    }
}
