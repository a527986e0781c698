package io.tenbin.proxy.balance;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Each in turn, in proportion to its weight and evenly spread (HAProxy's {@code balance roundrobin}).
 *
 * <p>The order of one whole cycle is fixed when this is built; choosing takes the next ticket of a cursor that all threads
 * share. Any run of tickets as long as the cycle therefore gives each element exactly its weight's share, whichever threads
 * drew them, and without a lock. The cursor outlives this object: a rebuilt list goes on where the last one was.
 *
 * @param <T> what is chosen
 */
public final class RoundRobin<T> {
    private final List<T> elements;
    private final Schedule schedule;
    private final AtomicLong cursor;

    /**
     * Builds the cycle.
     *
     * @param elements in order; of equal weights the earlier comes first
     * @param weight 0 to 256 for each; those of weight 0 are never chosen
     * @param cursor shared by all that choose for the same purpose
     */
    public RoundRobin(List<T> elements, ToIntFunction<? super T> weight, AtomicLong cursor) {
        this.elements = elements.stream().filter(e -> weight.applyAsInt(e) > 0).toList();
        this.schedule = Schedule.of(this.elements.stream().mapToInt(weight).toArray());
        this.cursor = cursor;
    }

    /** The next in turn; null if there is none with a weight. */
    public @Nullable T next() {
        return elements.isEmpty() ? null : elements.get(draw());
    }

    /**
     * The next in turn that is eligible. Those that are not lose their turns, which leaves the shares of all others in
     * proportion: their turns are not handed to whoever follows them.
     */
    public @Nullable T next(Predicate<? super T> eligible) {
        if (elements.isEmpty() || !hasEligible(eligible)) {
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

    private boolean hasEligible(Predicate<? super T> eligible) {
        return firstEligible(eligible) != null;
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
