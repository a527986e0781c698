package io.tenbin.proxy.balance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * The table behind HAProxy's {@code static-rr} and {@code hash-type map-based} ({@code recalc_server_map} in its source): each index
 * as often as its weight says, the first one first.
 *
 * <p>HAProxy looks at all servers for each place. What it finds is the first index with the most claims, where index i of weight w
 * has one from the beginning and gets its k-th more at place k * total / w, rounded up, and a place costs one. So this goes from claim to
 * claim: there are as many as places, and a thousand servers of any weights take milliseconds.
 */
final class ServerMap {
    private static final int NONE = -1;

    private final int[] weights;
    private final int total;
    private final int[] claims;
    private final List<BitSet> byClaims = new ArrayList<>();

    /** The first index whose next claim comes at a place, and for each index the next one at the same place. */
    private final int[] due;

    private final int[] alsoDue;

    private ServerMap(int[] weights) {
        this.weights = weights;
        this.total = Arrays.stream(weights).sum();
        this.claims = new int[weights.length];
        this.due = new int[total + 1];
        this.alsoDue = new int[weights.length];
        Arrays.fill(due, NONE);
    }

    /**
     * The table.
     *
     * @param divisor what all shares are divided by: the greatest common divisor of all servers' weights, usable or not
     */
    static int[] of(List<? extends Candidate> candidates, int divisor) {
        return new ServerMap(candidates.stream()
                        .mapToInt(candidate -> (candidate.share() + divisor - 1) / divisor)
                        .toArray())
                .fill();
    }

    private int[] fill() {
        int[] given = new int[weights.length];
        for (int i = 0; i < weights.length; i++) {
            claim(i, 1);
            schedule(i, 1);
        }
        int[] table = new int[total];
        for (int place = 1; place <= total; place++) {
            int next;
            for (int i = due[place]; i != NONE; i = next) {
                next = alsoDue[i];
                claim(i, 1);
                given[i]++;
                schedule(i, given[i] + 1);
            }
            int best = first();
            table[place - 1] = best;
            claim(best, -1);
        }
        return table;
    }

    /** The k-th claim beyond the first one. */
    private void schedule(int index, int k) {
        long place = weights[index] == 0 ? total + 1L : ((long) total * k + weights[index] - 1) / weights[index];
        if (place <= total) {
            alsoDue[index] = due[(int) place];
            due[(int) place] = index;
        }
    }

    private void claim(int index, int more) {
        set(claims[index]).clear(index);
        claims[index] += more;
        set(claims[index]).set(index);
    }

    /** Of those with the most claims, which are one at least: all have as many in sum as places are left and one each. */
    private int first() {
        int most = byClaims.size() - 1;
        while (byClaims.get(most).isEmpty()) {
            most--;
        }
        return byClaims.get(most).nextSetBit(0);
    }

    private BitSet set(int count) {
        while (byClaims.size() <= count) {
            byClaims.add(new BitSet(weights.length));
        }
        return byClaims.get(count);
    }
}
