package io.tenbin.proxy.http1;

import io.netty.util.AsciiString;

/** The byte classes of RFC 9110 section 5 and RFC 3986, one table look-up each. */
public final class Grammar {
    static final byte HTAB = '\t';
    static final byte LF = '\n';
    static final byte CR = '\r';
    static final byte SP = ' ';

    private static final int TOKEN = 1;
    private static final int FIELD = 2;
    private static final int TARGET = 4;
    private static final int REG_NAME = 8;
    private static final byte[] CLASSES = classes();

    private Grammar() {}

    /** {@code tchar}. */
    static boolean token(byte b) {
        return (CLASSES[b & 0xff] & TOKEN) != 0;
    }

    /** {@code VCHAR}, {@code obs-text}, space or tab: what a field value or a reason phrase may hold. */
    static boolean field(byte b) {
        return (CLASSES[b & 0xff] & FIELD) != 0;
    }

    /**
     * What a request target may hold: visible ASCII but {@code #}. The few visible characters that RFC 3986 wants encoded are let
     * through, because browsers send them; a fragment is not, because servers disagree on where the path ends then.
     */
    static boolean target(byte b) {
        return (CLASSES[b & 0xff] & TARGET) != 0;
    }

    /** {@code unreserved} or {@code sub-delims}: {@code reg-name} but for {@code pct-encoded}. */
    static boolean regName(byte b) {
        return (CLASSES[b & 0xff] & REG_NAME) != 0;
    }

    static boolean blank(byte b) {
        return b == SP || b == HTAB;
    }

    static boolean digit(byte b) {
        return b >= '0' && b <= '9';
    }

    /** The value of a hexadecimal digit, or -1. */
    static int hex(byte b) {
        if (digit(b)) {
            return b - '0';
        }
        int lower = b | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }

    /** Whether it is a token, which has one character at least. */
    public static boolean isToken(AsciiString s) {
        return !s.isEmpty() && all(s, TOKEN);
    }

    /** Whether a field's value may be this, but for blanks around it. */
    public static boolean isFieldValue(AsciiString s) {
        return all(s, FIELD);
    }

    /** Whether the bytes are those of a target. */
    public static boolean isTarget(AsciiString s) {
        return !s.isEmpty() && all(s, TARGET);
    }

    private static boolean all(AsciiString s, int wanted) {
        byte[] bytes = s.array();
        int end = s.arrayOffset() + s.length();
        for (int i = s.arrayOffset(); i < end; i++) {
            if ((CLASSES[bytes[i] & 0xff] & wanted) == 0) {
                return false;
            }
        }
        return true;
    }

    private static byte[] classes() {
        byte[] table = new byte[256];
        for (int b = 0x21; b < 0x7f; b++) {
            table[b] = FIELD | TARGET;
        }
        table['#'] = FIELD;
        table[SP] = FIELD;
        table[HTAB] = FIELD;
        for (int b = 0x80; b < 0x100; b++) {
            table[b] = FIELD;
        }
        for (int b = 0; b < 0x7f; b++) {
            boolean alphanumeric = Character.isLetterOrDigit(b);
            if (alphanumeric || "!#$%&'*+-.^_`|~".indexOf(b) >= 0) {
                table[b] |= TOKEN;
            }
            if (alphanumeric || "-._~!$&'()*+,;=".indexOf(b) >= 0) {
                table[b] |= REG_NAME;
            }
        }
        return table;
    }
}
