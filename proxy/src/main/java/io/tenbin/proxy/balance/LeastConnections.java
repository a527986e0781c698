package io.tenbin.proxy.balance;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The one with the least work for its share, queued work too; of those that have equally little the one that was chosen longest ago.
 * Idle ones are equal, whatever their shares (HAProxy's {@code balance leastconn}; {@code fwlc_queue_srv} in its source).
 *
 * <p>A choice looks at all candidates: their load changes with every request on every event loop, and an order kept up to date would
 * need a lock.
 *
 * @param <T> what is chosen
 */
public final class LeastConnections<T extends Candidate> implements Algorithm<T> {
    private final List<T> candidates;
    private final AtomicLong cursor;

    /** When each was last chosen, in tickets of the cursor; 0 for never. */
    private final AtomicLongArray chosen;

    /**
     * For these candidates.
     *
     * @param cursor counts choices, over all lists
     */
    public LeastConnections(List<T> candidates, AtomicLong cursor) {
        this.candidates = List.copyOf(candidates);
        this.cursor = cursor;
        this.chosen = new AtomicLongArray(candidates.size());
    }

    @Override
    public @Nullable T choose(BalanceInput input, Predicate<? super T> eligible) {
        int count = candidates.size();
        int best = -1;
        long bestLoad = 0;
        long bestShare = 1;
        int start = count == 0 ? 0 : (int) Math.floorMod(cursor.get(), (long) count);
        for (int i = 0; i < count; i++) {
            int index = start + i < count ? start + i : start + i - count;
            T candidate = candidates.get(index);
            if (eligible.test(candidate)) {
                int load = candidate.load();
                long weighed = load == 0 ? 0 : load + 1L;
                long share = candidate.share();
                long order = weighed * bestShare - bestLoad * share;
                if (best < 0 || order < 0 || (order == 0 && chosen.get(index) < chosen.get(best))) {
                    best = index;
                    bestLoad = weighed;
                    bestShare = share;
                }
            }
        }
        if (best < 0) {
            return null;
        }
        chosen.set(best, cursor.incrementAndGet());
        return candidates.get(best);
    }
}
