package io.tenbin.proxy.balance;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Positions of a fixed list in turn, each as often as its weight says and evenly spread. Any run of turns as long as the cycle
 * gives each exactly its share, whichever threads took them. Thread-safe, without a lock.
 */
public final class Turns {
    private final Schedule schedule;
    private final AtomicLong cursor = new AtomicLong();

    /**
     * Builds the cycle.
     *
     * @param weights 1 to 4096 each, at least one
     */
    public Turns(int... weights) {
        this.schedule = Schedule.of(weights);
    }

    /** The position whose turn it is. */
    public int next() {
        return schedule.at(Math.floorMod(cursor.getAndIncrement(), schedule.length()));
    }
}
