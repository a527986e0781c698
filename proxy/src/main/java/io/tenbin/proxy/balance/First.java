package io.tenbin.proxy.balance;

import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The first in order that is eligible, so that the last ones may stay idle (HAProxy's {@code balance first}). Shares do not count.
 *
 * @param <T> what is chosen
 */
public final class First<T extends Candidate> implements Algorithm<T> {
    private final List<T> candidates;

    public First(List<T> candidates) {
        this.candidates = List.copyOf(candidates);
    }

    @Override
    public @Nullable T choose(BalanceInput input, Predicate<? super T> eligible) {
        for (int i = 0; i < candidates.size(); i++) {
            T candidate = candidates.get(i);
            if (eligible.test(candidate)) {
                return candidate;
            }
        }
        return null;
    }
}
