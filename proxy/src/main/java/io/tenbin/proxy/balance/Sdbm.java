package io.tenbin.proxy.balance;

/**
 * The hash of HAProxy's {@code hash-type} by default (configuration manual 4.2; {@code hash_sdbm} in its source), for keys that are
 * bytes in the form of characters up to 0xff.
 */
final class Sdbm {
    private Sdbm() {}

    /** The hash of the characters from {@code from} to before {@code to}; 0 if there are none. */
    static int hash(CharSequence text, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = text.charAt(i) + (hash << 6) + (hash << 16) - hash;
        }
        return hash;
    }
}
