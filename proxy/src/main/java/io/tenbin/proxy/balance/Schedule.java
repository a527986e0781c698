package io.tenbin.proxy.balance;

import java.util.Arrays;

/** The order of one cycle, in which each index comes as often as its weight says (weights divided by their divisor). */
sealed interface Schedule permits TableSchedule, RoundSchedule {
    /** The longest cycle that is written out: 64 KiB. */
    int LONGEST_TABLE = 1 << 14;

    /** How many turns a cycle has. */
    long length();

    /** Whose turn it is at this position of the cycle. */
    int at(long position);

    /** The schedule of these weights, all of them 1 to 4096. */
    static Schedule of(int[] weights) {
        int divisor = Arrays.stream(weights).reduce(0, Schedule::gcd);
        int[] reduced = Arrays.stream(weights).map(w -> w / divisor).toArray();
        long total = Arrays.stream(reduced).asLongStream().sum();
        return total <= LONGEST_TABLE ? new TableSchedule(reduced) : new RoundSchedule(reduced);
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
