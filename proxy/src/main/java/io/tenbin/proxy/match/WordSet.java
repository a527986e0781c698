package io.tenbin.proxy.match;

import java.util.BitSet;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Words that are looked up as slices of a longer array, many of them about as fast as one. */
final class WordSet {
    private final byte[] @Nullable [] slots;
    private final BitSet lengths = new BitSet();
    private final boolean ignoreCase;
    private final int longest;

    /**
     * The set.
     *
     * @param words in lower case if case does not matter
     */
    WordSet(Collection<byte[]> words, boolean ignoreCase) {
        this.ignoreCase = ignoreCase;
        slots = new byte[Integer.highestOneBit(Math.max(2, words.size() * 2 - 1)) << 1][];
        words.forEach(this::put);
        longest = lengths.length() - 1;
    }

    boolean contains(byte[] bytes, int from, int to) {
        return to - from <= longest && lengths.get(to - from) && find(hash(bytes, from, to), bytes, from, to);
    }

    /** Whether a word is at the beginning of the slice. */
    boolean beginsWith(byte[] bytes, int from, int to) {
        int hash = 0;
        int end = Math.min(to, from + longest);
        for (int i = from; i <= end; i++) {
            if (lengths.get(i - from) && find(hash, bytes, from, i)) {
                return true;
            }
            if (i < end) {
                hash = 31 * hash + folded(bytes[i]);
            }
        }
        return false;
    }

    /** Whether a word is at the end of the slice. */
    boolean endsWith(byte[] bytes, int from, int to) {
        for (int length = lengths.nextSetBit(0); length >= 0; length = lengths.nextSetBit(length + 1)) {
            if (length > to - from) {
                return false;
            }
            if (find(hash(bytes, to - length, to), bytes, to - length, to)) {
                return true;
            }
        }
        return false;
    }

    private void put(byte[] word) {
        int slot = slot(hash(word, 0, word.length));
        while (slots[slot] != null) {
            slot = slot + 1 & slots.length - 1;
        }
        slots[slot] = word;
        lengths.set(word.length);
    }

    private boolean find(int hash, byte[] bytes, int from, int to) {
        int slot = slot(hash);
        for (byte[] word = slots[slot]; word != null; word = slots[slot]) {
            if (word.length == to - from && Texts.at(word, word.length, bytes, from, ignoreCase)) {
                return true;
            }
            slot = slot + 1 & slots.length - 1;
        }
        return false;
    }

    private int hash(byte[] bytes, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + folded(bytes[i]);
        }
        return hash;
    }

    private int slot(int hash) {
        int mixed = hash * 0x9E3779B9;
        return (mixed ^ mixed >>> 16) & slots.length - 1;
    }

    private byte folded(byte b) {
        return ignoreCase ? Texts.lower(b) : b;
    }
}
