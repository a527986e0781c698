package io.tenbin.proxy.balance;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Each in turn, in the order of HAProxy's {@code balance static-rr}.
 *
 * @param <T> what is chosen
 */
public final class StaticRoundRobin<T extends Candidate> implements Algorithm<T> {
    private final List<T> candidates;
    private final int[] table;
    private final AtomicLong cursor;

    /**
     * Builds the cycle.
     *
     * @param divisor of all servers' weights, usable or not
     * @param cursor shared by all that choose for the same purpose
     */
    public StaticRoundRobin(List<T> candidates, int divisor, AtomicLong cursor) {
        this(List.copyOf(candidates), ServerMap.of(candidates, divisor), cursor);
    }

    StaticRoundRobin(List<T> candidates, int[] table, AtomicLong cursor) {
        this.candidates = candidates;
        this.table = table;
        this.cursor = cursor;
    }

    @Override
    public @Nullable T choose(BalanceInput input, Predicate<? super T> eligible) {
        for (int turns = table.length; turns > 0; turns--) {
            T next = candidates.get(table[(int) Math.floorMod(cursor.getAndIncrement(), (long) table.length)]);
            if (eligible.test(next)) {
                return next;
            }
        }
        return null;
    }
}
