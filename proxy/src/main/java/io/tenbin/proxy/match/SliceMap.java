package io.tenbin.proxy.match;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A hash map whose keys are looked up as slices of a longer array, so that all prefixes of a path or all suffixes of a host
 * are found in one pass over its bytes, without an object per question. The hash is built byte by byte by the caller, in
 * whichever direction.
 *
 * @param <V> what is found
 */
final class SliceMap<V> {
    private final byte[] @Nullable [] keys;
    private final @Nullable Object[] values;
    private final int mask;

    /** Which end of the key the hash begins at. */
    enum Direction {
        FORWARD,
        BACKWARD
    }

    SliceMap(Map<String, V> entries, Direction direction) {
        // At most half full: a question for what is not there ends after about one step.
        int capacity = Integer.highestOneBit(Math.max(2, entries.size() * 2 - 1)) << 1;
        keys = new byte[capacity][];
        values = new Object[capacity];
        mask = capacity - 1;
        entries.forEach((text, value) -> {
            byte[] key = text.getBytes(StandardCharsets.UTF_8);
            int slot = spread(hash(key, direction)) & mask;
            while (keys[slot] != null) {
                slot = slot + 1 & mask;
            }
            keys[slot] = key;
            values[slot] = value;
        });
    }

    /** The hash of a key one byte longer. Of an empty key: 0. */
    static int hash(int hash, byte next) {
        return 31 * hash + next;
    }

    /** What is stored for the bytes from {@code from} to before {@code to}, whose hash is known; null if nothing. */
    @SuppressWarnings("unchecked")
    @Nullable
    V get(byte[] bytes, int from, int to, int hash) {
        int slot = spread(hash) & mask;
        for (byte[] key = keys[slot]; key != null; key = keys[slot]) {
            if (Arrays.equals(key, 0, key.length, bytes, from, to)) {
                return (V) values[slot];
            }
            slot = slot + 1 & mask;
        }
        return null;
    }

    private static int hash(byte[] key, Direction direction) {
        int hash = 0;
        for (int i = 0; i < key.length; i++) {
            hash = hash(hash, key[direction == Direction.FORWARD ? i : key.length - 1 - i]);
        }
        return hash;
    }

    private static int spread(int hash) {
        int mixed = hash * 0x9E3779B9;
        return mixed ^ mixed >>> 16;
    }
}
