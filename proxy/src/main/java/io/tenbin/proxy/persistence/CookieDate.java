package io.tenbin.proxy.persistence;

/**
 * A date in a cookie: the seconds since 1970 divided by four, 30 bits in five characters, as HAProxy writes it
 * ({@code s30tob64}, {@code standard.c}). 0 stands for none.
 */
final class CookieDate {
    static final int LENGTH = 5;
    private static final String DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    private CookieDate() {}

    /** The date, rounded up to a multiple of four seconds. */
    static void write(StringBuilder out, long seconds) {
        long quarter = (seconds + 3) >> 2;
        for (int shift = 24; shift >= 0; shift -= 6) {
            out.append(DIGITS.charAt((int) (quarter >> shift) & 0x3f));
        }
    }

    /** The date that begins at {@code from}, in seconds; 0 if there is none. */
    static long read(String text, int from) {
        if (from + LENGTH > text.length()) {
            return 0;
        }
        long value = 0;
        for (int i = from; i < from + LENGTH; i++) {
            int digit = DIGITS.indexOf(text.charAt(i));
            if (digit < 0) {
                return 0;
            }
            value = value << 6 | digit;
        }
        return value << 2;
    }
}
