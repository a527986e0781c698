package io.tenbin.proxy.balance;

import java.util.List;

/**
 * The table behind HAProxy's {@code static-rr} and {@code hash-type map-based} ({@code recalc_server_map} in its source): each index
 * as often as its weight says, the first one first.
 */
final class ServerMap {
    private ServerMap() {}

    /**
     * The table.
     *
     * @param divisor what all shares are divided by: the greatest common divisor of all servers' weights, usable or not
     */
    static int[] of(List<? extends Candidate> candidates, int divisor) {
        int[] weights = candidates.stream()
                .mapToInt(candidate -> (candidate.share() + divisor - 1) / divisor)
                .toArray();
        int total = 0;
        for (int weight : weights) {
            total += weight;
        }
        int[] score = new int[weights.length];
        int[] table = new int[total];
        for (int slot = 0; slot < total; slot++) {
            int best = 0;
            int most = -1;
            for (int i = 0; i < weights.length; i++) {
                score[i] += weights[i];
                int level = (score[i] + total) / total;
                if (level > most) {
                    most = level;
                    best = i;
                }
            }
            score[best] -= total;
            table[slot] = best;
        }
        return table;
    }
}
