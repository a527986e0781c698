package io.tenbin.proxy.balance;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The same key goes to the same candidate, in every replica; when a candidate is lost only its keys move, and they spread over all
 * others; one that comes takes from each its part (HAProxy's {@code hash-type consistent} promises the same).
 *
 * <p>Keys fall into 65,536 partitions, and each partition belongs to the candidate that scores best for it (weighted rendezvous
 * hashing): -ln(u) / share, where u is a number between 0 and 1 made of partition and identity. Who owns a partition is found
 * when it is first asked for and remembered.
 *
 * <p>With a balance factor no candidate gets more than that many percent of its share of the work under way ({@code
 * hash-balance-factor}): what is too much goes to the next best for the key.
 *
 * @param <T> what is chosen
 */
public final class ConsistentHash<T extends Candidate> implements Algorithm<T> {
    private static final int PARTITIONS = 1 << 16;

    private final List<T> candidates;
    private final HashKey key;
    private final int balanceFactor;
    private final Algorithm<T> keyless;
    private final long[] seeds;
    private final long shares;

    /** One more than the owner's index, 0 while it is not known. Threads may find the same owner twice; it is the same. */
    private final int[] owners;

    /**
     * For these candidates.
     *
     * @param balanceFactor in percent, above 100; 0 for no bound
     * @param cursor of the round robin for requests that have no key
     */
    public ConsistentHash(List<T> candidates, HashKey key, int balanceFactor, AtomicLong cursor) {
        this.candidates = List.copyOf(candidates);
        this.key = key;
        this.balanceFactor = balanceFactor;
        this.keyless = new RoundRobin<>(candidates, cursor);
        this.seeds = candidates.stream().mapToLong(c -> Mix.of(c.identity())).toArray();
        this.shares = candidates.stream().mapToLong(Candidate::share).sum();
        this.owners = new int[candidates.size() > 1 ? PARTITIONS : 0];
    }

    @Override
    public @Nullable T choose(BalanceInput input, Predicate<? super T> eligible) {
        long hash = candidates.size() > 1 ? key.hash(input) : HashKey.NONE;
        if (hash == HashKey.NONE) {
            return keyless.choose(input, eligible);
        }
        int partition = Mix.avalanche((int) hash) & PARTITIONS - 1;
        T owner = candidates.get(owner(partition));
        long bound = balanceFactor == 0 ? 0 : bound();
        if (eligible.test(owner) && hasRoom(owner, bound)) {
            return owner;
        }
        int next = best(partition, c -> eligible.test(c) && hasRoom(c, bound));
        if (next < 0) {
            next = best(partition, eligible);
        }
        return next < 0 ? null : candidates.get(next);
    }

    private int owner(int partition) {
        int known = owners[partition];
        if (known == 0) {
            known = best(partition, candidate -> true) + 1;
            owners[partition] = known;
        }
        return known - 1;
    }

    private int best(int partition, Predicate<? super T> eligible) {
        int best = -1;
        double least = 0;
        for (int i = 0; i < seeds.length; i++) {
            if (eligible.test(candidates.get(i))) {
                double score = score(partition, i);
                if (best < 0 || score < least) {
                    best = i;
                    least = score;
                }
            }
        }
        return best;
    }

    /** StrictMath: replicas on other processors must agree to the last bit. */
    private double score(int partition, int i) {
        long bits = Mix.avalanche(seeds[i] ^ partition * 0x9e37_79b9_7f4a_7c15L);
        double u = ((bits >>> 11) + 0.5) * 0x1p-53;
        return -StrictMath.log(u) / candidates.get(i).share();
    }

    /** What all may have together: the work under way and the one to come, times the factor. */
    private long bound() {
        long load = 1;
        for (T candidate : candidates) {
            load += candidate.load();
        }
        return load * balanceFactor;
    }

    /** Whether it has less than its share of that, rounded up. */
    private boolean hasRoom(T candidate, long bound) {
        return balanceFactor == 0 || candidate.load() * 100L * shares < bound * candidate.share();
    }
}
