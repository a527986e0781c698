package io.tenbin.proxy.balance;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * For cycles too long to write out. A cycle of k-bit weights has 2^k - 1 rounds; a round serves all indices that have a
 * certain bit in their weight, one after the other: the highest bit in every second round, the next lower one in every
 * fourth, the lowest in the middle one only.
 *
 * <pre>
 *   k = 3:    round   1  2  3  4  5  6  7
 *             serves  4  2  4  1  4  2  4
 * </pre>
 *
 * So a bit of value v is served v times, evenly spread, and an index its weight's times.
 */
final class RoundSchedule implements Schedule {
    /** For each bit, which indices have it. */
    private final int[][] byBit;

    /** The rounds are a tree in order, the lowest bit's at the root: for each bit, the turns of a subtree from there. */
    private final long[] subtree;

    RoundSchedule(int[] weights) {
        int bits = 32 - Integer.numberOfLeadingZeros(Arrays.stream(weights).reduce(0, (a, b) -> a | b));
        byBit = new int[bits][];
        subtree = new long[bits + 1];
        for (int bit = bits - 1; bit >= 0; bit--) {
            int mask = 1 << bit;
            byBit[bit] = IntStream.range(0, weights.length)
                    .filter(i -> (weights[i] & mask) != 0)
                    .toArray();
            subtree[bit] = 2 * subtree[bit + 1] + byBit[bit].length;
        }
    }

    @Override
    public long length() {
        return subtree[0];
    }

    @Override
    public int at(long position) {
        long rest = position;
        for (int bit = 0; bit < byBit.length; bit++) {
            if (rest >= subtree[bit + 1]) {
                rest -= subtree[bit + 1];
                if (rest < byBit[bit].length) {
                    return byBit[bit][(int) rest];
                }
                rest -= byBit[bit].length;
            }
        }
        throw new IndexOutOfBoundsException("turn " + position + " of " + length());
    }
}
