package io.tenbin.proxy.balance;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Each in turn, in proportion to its weight and evenly spread (HAProxy's {@code balance roundrobin}).
 *
 * <p>The order of one whole cycle is fixed when this is built; choosing takes the next ticket of a cursor that all threads
 * share. Any run of tickets as long as the cycle therefore gives each element exactly its share, whichever threads
 * drew them, and without a lock. The cursor outlives this object: a rebuilt list goes on where the last one was.
 *
 * @param <T> what is chosen
 */
public final class RoundRobin<T extends Candidate> implements Algorithm<T> {
    private final List<T> elements;
    private final Schedule schedule;
    private final AtomicLong cursor;

    /**
     * Builds the cycle.
     *
     * @param elements in order; of equal shares the earlier comes first
     * @param cursor shared by all that choose for the same purpose
     */
    public RoundRobin(List<T> elements, AtomicLong cursor) {
        this.elements = List.copyOf(elements);
        this.schedule =
                Schedule.of(this.elements.stream().mapToInt(Candidate::share).toArray());
        this.cursor = cursor;
    }

    /**
     * The next in turn that is eligible. Those that are not lose their turns, which leaves the shares of all others in
     * proportion: their turns are not handed to whoever follows them.
     */
    @Override
    public @Nullable T choose(BalanceInput input, Predicate<? super T> eligible) {
        if (elements.isEmpty()) {
            return null;
        }
        T next = elements.get(draw());
        return eligible.test(next) ? next : search(eligible);
    }

    private @Nullable T search(Predicate<? super T> eligible) {
        if (firstEligible(eligible) == null) {
            return null;
        }
        for (long turns = schedule.length(); turns > 0; turns--) {
            T element = elements.get(draw());
            if (eligible.test(element)) {
                return element;
            }
        }
        // Others drew all turns of the eligible ones meanwhile, or eligibility changed.
        return firstEligible(eligible);
    }

    private int draw() {
        return schedule.at(Math.floorMod(cursor.getAndIncrement(), schedule.length()));
    }

    private @Nullable T firstEligible(Predicate<? super T> eligible) {
        for (T element : elements) {
            if (eligible.test(element)) {
                return element;
            }
        }
        return null;
    }
}
