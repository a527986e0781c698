package io.tenbin.proxy.persistence;

import io.netty.util.AsciiString;
import io.tenbin.proxy.http1.Fields;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The {@code Cookie} fields of a request as pairs of name and value (RFC 6265 section 4.2.1). Names are compared with case. */
final class CookiePairs {
    private static final AsciiString COOKIE = AsciiString.cached("cookie");

    private CookiePairs() {}

    /** The value of the first cookie of this name; null if there is none. */
    static @Nullable String value(Fields fields, String name) {
        for (int line = 0; line < fields.size(); line++) {
            if (fields.name(line).contentEqualsIgnoreCase(COOKIE)) {
                AsciiString pairs = fields.value(line);
                for (int start = 0; start <= pairs.length(); start = end(pairs, start) + 1) {
                    String value = valueAt(pairs, start, end(pairs, start), name);
                    if (value != null) {
                        return value;
                    }
                }
            }
        }
        return null;
    }

    /**
     * Changes the values of all cookies of this name, and leaves every other byte alone.
     *
     * @param change from a value to what takes its place; null takes the cookie out
     */
    static void rewrite(Fields fields, String name, UnaryOperator<@Nullable String> change) {
        if (value(fields, name) == null) {
            return;
        }
        Fields before = fields.copy();
        fields.remove(COOKIE);
        for (int line = 0; line < before.size(); line++) {
            if (before.name(line).contentEqualsIgnoreCase(COOKIE)) {
                String pairs = rewritten(before.value(line), name, change);
                if (!pairs.isEmpty()) {
                    fields.add(before.name(line), pairs);
                }
            }
        }
    }

    private static String rewritten(AsciiString pairs, String name, UnaryOperator<@Nullable String> change) {
        StringBuilder kept = new StringBuilder(pairs.length());
        for (int start = 0; start <= pairs.length(); start = end(pairs, start) + 1) {
            int end = end(pairs, start);
            String value = valueAt(pairs, start, end, name);
            String pair = pairs.toString(start, end).strip();
            if (value != null) {
                pair = changed(pairs.toString(start, end), name, change.apply(value));
            }
            if (!pair.isEmpty()) {
                kept.append(kept.isEmpty() ? "" : "; ").append(pair);
            }
        }
        return kept.toString();
    }

    /** The pair with its value changed or taken out; what stands behind a comma is somebody else's. */
    private static String changed(String pair, String name, @Nullable String value) {
        int comma = pair.indexOf(',');
        String rest = comma < 0 ? "" : pair.substring(comma + 1).strip();
        if (value == null) {
            return rest;
        }
        return name + "=" + value + (rest.isEmpty() ? "" : ", " + rest);
    }

    private static @Nullable String valueAt(AsciiString pairs, int start, int end, String name) {
        int at = start;
        while (at < end && blank(pairs.byteAt(at))) {
            at++;
        }
        int equals = at + name.length();
        if (equals > end || !pairs.regionMatches(false, at, name, 0, name.length())) {
            return null;
        }
        while (equals < end && blank(pairs.byteAt(equals))) {
            equals++;
        }
        if (equals >= end || pairs.byteAt(equals) != '=') {
            return null;
        }
        // As HAProxy (http_find_cookie_value_end): a comma ends a value too.
        int comma = pairs.indexOf(',', equals);
        int valueEnd = comma < 0 || comma > end ? end : comma;
        return pairs.toString(equals + 1, valueEnd).strip();
    }

    private static int end(AsciiString pairs, int start) {
        int semicolon = start < pairs.length() ? pairs.indexOf(';', start) : -1;
        return semicolon < 0 ? pairs.length() : semicolon;
    }

    private static boolean blank(byte b) {
        return b == ' ' || b == '\t';
    }
}
