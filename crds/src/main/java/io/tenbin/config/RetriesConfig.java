package io.tenbin.config;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * When a request is tried again, and where.
 *
 * @param count how often at most, 0 to 100 (HAProxy's {@code retries})
 * @param after what it is tried again after ({@code retry-on})
 * @param redispatch which retries go to another server although the request belongs to this one: each n-th if positive, the
 *     n-th before the last and its multiples if negative, none if 0 ({@code option redispatch}); -100 to 100
 * @param allowNonIdempotent whether a request that is not idempotent is repeated although a server may have acted on it
 * @param budgetPercent retries allowed in 10 s in percent of the requests in that time, 0 to 10000; 50 are always allowed
 * @param bufferSize bytes of a request's body that are kept to be sent again, 0 to 16 MiB; a larger body is never repeated
 */
public record RetriesConfig(
        int count, After after, int redispatch, boolean allowNonIdempotent, int budgetPercent, int bufferSize) {

    public RetriesConfig {
        Check.range("retries.count", count, 0, 100);
        Check.range("retries.redispatch", redispatch, -100, 100);
        Check.range("retries.budgetPercent", budgetPercent, 0, 10_000);
        Check.range("retries.bufferSize", bufferSize, 0, 16 << 20);
    }

    /** The same but for the number of retries. */
    public RetriesConfig withCount(int other) {
        return new RetriesConfig(other, after, redispatch, allowNonIdempotent, budgetPercent, bufferSize);
    }

    /** What a request may meet with, and be tried again. */
    public enum Cause {
        /** The connection did not come about: nothing was sent. */
        CONNECT_FAILURE,
        /** The server says that it did nothing with the request (RFC 9113 section 8.7). */
        UNPROCESSED,
        /** The connection was lost before the first byte of an answer. */
        EMPTY_RESPONSE,
        /** No answer came in {@code timeouts.server}. */
        RESPONSE_TIMEOUT,
        /** What came is not the whole head of an answer. */
        JUNK_RESPONSE
    }

    /**
     * What a request is tried again after. In a fixed order, whatever order they were given in.
     *
     * @param causes each once
     * @param statuses of answers, each once, out of {@link #STATUSES}
     */
    public record After(List<Cause> causes, List<Integer> statuses) {
        /** The statuses that HAProxy's {@code retry-on} knows. */
        public static final Set<Integer> STATUSES = Set.of(401, 403, 404, 408, 421, 425, 429, 500, 501, 502, 503, 504);

        public After {
            EnumSet<Cause> each = EnumSet.noneOf(Cause.class);
            each.addAll(causes);
            causes = List.copyOf(each);
            for (int status : statuses) {
                if (!STATUSES.contains(status)) {
                    throw new InvalidConfigException(
                            "retries.after.statuses", status, "must be one of " + new TreeSet<>(STATUSES));
                }
            }
            statuses = List.copyOf(new TreeSet<>(statuses));
        }
    }
}
