package io.tenbin.proxy.balance;

import java.util.Arrays;
import java.util.PriorityQueue;

/**
 * Written out. The k-th turn of an index of weight w stands at the time (2k + 1) / 2w, and all are sorted by time: as even as
 * it can be. Ties go to the earlier index.
 */
final class TableSchedule implements Schedule {
    private final int[] order;

    TableSchedule(int[] weights) {
        order = new int[Arrays.stream(weights).sum()];
        PriorityQueue<Turn> turns = new PriorityQueue<>();
        for (int i = 0; i < weights.length; i++) {
            turns.add(new Turn(1, weights[i], i));
        }
        for (int position = 0; position < order.length; position++) {
            Turn turn = turns.remove();
            order[position] = turn.index;
            turns.add(new Turn(turn.odd + 2, turn.weight, turn.index));
        }
    }

    @Override
    public long length() {
        return order.length;
    }

    @Override
    public int at(long position) {
        return order[(int) position];
    }

    /** A turn at the time odd / (2 * weight), compared without rounding. */
    private record Turn(int odd, int weight, int index) implements Comparable<Turn> {
        @Override
        public int compareTo(Turn other) {
            int byTime = Integer.compare(odd * other.weight, other.odd * weight);
            return byTime != 0 ? byTime : Integer.compare(index, other.index);
        }
    }
}
