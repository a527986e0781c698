package io.tenbin.proxy.balance;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Chooses one of a fixed list of candidates. Built whenever that list changes; what has to go on from one list to the next,
 * such as whose turn it is, is handed in. Thread-safe, without a lock, and without an allocation as long as the first choice is
 * eligible.
 *
 * @param <T> what is chosen
 */
public interface Algorithm<T extends Candidate> {

    /**
     * Chooses.
     *
     * @param input what the choice may depend on
     * @param eligible what is true of this moment and of this request only: whether the candidate may be chosen
     * @return null if none is eligible
     */
    @Nullable
    T choose(BalanceInput input, Predicate<? super T> eligible);
}
