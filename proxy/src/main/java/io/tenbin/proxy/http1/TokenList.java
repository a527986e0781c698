package io.tenbin.proxy.http1;

import io.netty.util.AsciiString;

/**
 * Walks over the elements of a comma-separated list (RFC 9110 section 5.6.1), blanks around them taken off. Quoted strings are not
 * understood: none of the lists that are walked here has them. Empty elements are shown, since some lists must not have them.
 */
final class TokenList {
    private final byte[] bytes;
    private final int limit;
    private int next;
    private int start;
    private int end;

    TokenList(AsciiString value) {
        this.bytes = value.array();
        this.next = value.arrayOffset();
        this.limit = next + value.length();
    }

    /** Moves to the next element; a list without a comma has one, perhaps empty. */
    boolean next() {
        if (next > limit) {
            return false;
        }
        start = next;
        int comma = start;
        while (comma < limit && bytes[comma] != ',') {
            comma++;
        }
        end = comma;
        next = comma + 1;
        while (start < end && Grammar.blank(bytes[start])) {
            start++;
        }
        while (end > start && Grammar.blank(bytes[end - 1])) {
            end--;
        }
        return true;
    }

    boolean empty() {
        return start == end;
    }

    boolean isToken() {
        for (int i = start; i < end; i++) {
            if (!Grammar.token(bytes[i])) {
                return false;
            }
        }
        return start < end;
    }

    boolean is(CharSequence token) {
        if (token.length() != end - start) {
            return false;
        }
        for (int i = start; i < end; i++) {
            if (AsciiString.toLowerCase((char) (bytes[i] & 0xff)) != AsciiString.toLowerCase(token.charAt(i - start))) {
                return false;
            }
        }
        return true;
    }

    /** The element as a number of decimal digits only, or -1 if it is none or over {@link Long#MAX_VALUE}. */
    long decimal() {
        if (start == end) {
            return -1;
        }
        long number = 0;
        for (int i = start; i < end; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9 || number > (Long.MAX_VALUE - digit) / 10) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
