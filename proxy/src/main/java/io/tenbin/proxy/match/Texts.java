package io.tenbin.proxy.match;

import java.util.Arrays;

/** Finding and comparing in slices. */
final class Texts {
    private Texts() {}

    /** Where the first of two delimiters is that no double quotes protect, else {@code to}. */
    static int delimiter(byte[] bytes, int from, int to, char one, char other) {
        boolean quoted = false;
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            if (b == '"') {
                quoted = !quoted;
            } else if (quoted && b == '\\') {
                i++;
            } else if (!quoted && (b == one || b == other)) {
                return i;
            }
        }
        return to;
    }

    static int afterBlanks(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && blank(bytes[at])) {
            at++;
        }
        return at;
    }

    static int beforeBlanks(byte[] bytes, int from, int to) {
        int at = to;
        while (at > from && blank(bytes[at - 1])) {
            at--;
        }
        return at;
    }

    static boolean equal(byte[] text, byte[] bytes, int from, int to) {
        return Arrays.equals(text, 0, text.length, bytes, from, to);
    }

    /** Whether the text, whose letters are lower-case if case does not matter, stands at this place. */
    static boolean at(byte[] text, int length, byte[] bytes, int place, boolean ignoreCase) {
        for (int i = 0; i < length; i++) {
            byte b = bytes[place + i];
            if (text[i] != (ignoreCase ? lower(b) : b)) {
                return false;
            }
        }
        return true;
    }

    /** ASCII letters only. */
    static byte lower(byte b) {
        return b >= 'A' && b <= 'Z' ? (byte) (b + 32) : b;
    }

    private static boolean blank(byte b) {
        return b == ' ' || b == '\t';
    }
}
