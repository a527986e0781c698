package io.tenbin.proxy.balance;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The candidate whose place in the table is the key's hash modulo the table's length: for the same servers, weights and key the one
 * that HAProxy picks with {@code hash-type map-based}. When a server comes or goes, most keys move.
 *
 * @param <T> what is chosen
 */
public final class MapHash<T extends Candidate> implements Algorithm<T> {
    /** How many other places a key is tried at when its own is not eligible. */
    private static final int REHASHES = 16;

    private final List<T> candidates;
    private final HashKey key;
    private final int[] table;
    private final Algorithm<T> keyless;

    /**
     * Builds the table.
     *
     * @param divisor of all servers' weights, usable or not
     * @param cursor of the round robin for requests that have no key
     */
    public MapHash(List<T> candidates, HashKey key, int divisor, AtomicLong cursor) {
        this.candidates = List.copyOf(candidates);
        this.key = key;
        this.table = ServerMap.of(candidates, divisor);
        this.keyless = new StaticRoundRobin<>(this.candidates, table, cursor);
    }

    @Override
    public @Nullable T choose(BalanceInput input, Predicate<? super T> eligible) {
        long hash = candidates.size() > 1 ? key.hash(input) : HashKey.NONE;
        if (hash == HashKey.NONE) {
            return keyless.choose(input, eligible);
        }
        T chosen = at((int) hash);
        return eligible.test(chosen) ? chosen : elsewhere((int) hash, input, eligible);
    }

    /** Not simply the next place: one server's keys would all fall to the same neighbour. */
    private @Nullable T elsewhere(int hash, BalanceInput input, Predicate<? super T> eligible) {
        int next = hash;
        for (int i = 0; i < REHASHES; i++) {
            next = Mix.avalanche(next + 1);
            T chosen = at(next);
            if (eligible.test(chosen)) {
                return chosen;
            }
        }
        return keyless.choose(input, eligible);
    }

    private T at(int hash) {
        return candidates.get(table[Integer.remainderUnsigned(hash, table.length)]);
    }
}
