package io.tenbin.proxy.balance;

import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Draws some at random, in proportion to their shares, and takes the one that costs least: with two draws nobody is ever far above the
 * average, without a look at all of them (the power of two choices; HAProxy's {@code balance random(<draws>)}).
 *
 * @param <T> what is chosen
 */
public final class Draws<T extends Candidate> implements Algorithm<T> {
    private final List<T> candidates;
    private final int draws;
    private final Cost cost;
    private final Supplier<? extends RandomGenerator> random;

    /** Sums of the shares up to each. */
    private final int[] sums;

    /** What a choice would cost. */
    public enum Cost {
        /** The work under way. */
        LOAD {
            @Override
            double of(Candidate candidate, long nanoTime) {
                return candidate.load();
            }
        },
        /** The work under way and to come, times the time that each takes (peak EWMA, as in Twitter's Finagle). */
        LATENCY {
            @Override
            double of(Candidate candidate, long nanoTime) {
                double latency = candidate.latency(nanoTime);
                if (latency == 0 && candidate.load() > 0) {
                    // Nothing is known of it, and it has not even answered once: no more until it has.
                    return UNKNOWN + candidate.load();
                }
                return latency * (candidate.load() + 1.0);
            }
        };

        private static final double UNKNOWN = 1e15;

        abstract double of(Candidate candidate, long nanoTime);
    }

    /**
     * For these candidates.
     *
     * @param draws at least 1
     * @param random asked for at each choice, since generators belong to threads
     */
    public Draws(List<T> candidates, int draws, Cost cost, Supplier<? extends RandomGenerator> random) {
        this.candidates = List.copyOf(candidates);
        this.draws = draws;
        this.cost = cost;
        this.random = random;
        this.sums = new int[candidates.size()];
        int sum = 0;
        for (int i = 0; i < sums.length; i++) {
            sum += candidates.get(i).share();
            sums[i] = sum;
        }
    }

    @Override
    public @Nullable T choose(BalanceInput input, Predicate<? super T> eligible) {
        if (sums.length == 0) {
            return null;
        }
        RandomGenerator generator = random.get();
        long now = cost == Cost.LATENCY ? System.nanoTime() : 0;
        int best = -1;
        for (int draw = 0; draw < draws; draw++) {
            int drawn = indexOf(generator.nextInt(sums[sums.length - 1]));
            if (drawn != best
                    && eligible.test(candidates.get(drawn))
                    && (best < 0 || costsLess(candidates.get(drawn), candidates.get(best), now))) {
                best = drawn;
            }
        }
        return best < 0 ? anyEligible(generator, eligible) : candidates.get(best);
    }

    private boolean costsLess(T candidate, T other, long now) {
        return cost.of(candidate, now) * other.share() < cost.of(other, now) * candidate.share();
    }

    /** One of the eligible, in proportion to their shares. */
    private @Nullable T anyEligible(RandomGenerator generator, Predicate<? super T> eligible) {
        T chosen = null;
        int sum = 0;
        for (T candidate : candidates) {
            if (eligible.test(candidate)) {
                sum += candidate.share();
                if (generator.nextInt(sum) < candidate.share()) {
                    chosen = candidate;
                }
            }
        }
        return chosen;
    }

    private int indexOf(int point) {
        int low = 0;
        int high = sums.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (point < sums[middle]) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
