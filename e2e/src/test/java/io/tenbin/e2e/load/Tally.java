package io.tenbin.e2e.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What has been counted so far; its methods are called by every connection's thread. */
final class Tally {

    private static final int EXAMPLES = 20;

    private final long start = System.nanoTime();
    private final Map<Failure, Long> failed = new EnumMap<>(Failure.class);
    private final Map<String, Long> pods = new TreeMap<>();
    private final List<String> examples = new ArrayList<>();
    private long[] latencies = new long[4_096];
    private int answered;

    synchronized void answered(String pod, long nanos) {
        if (answered == latencies.length) {
            latencies = Arrays.copyOf(latencies, 2 * answered);
        }
        latencies[answered++] = nanos;
        pods.merge(pod, 1L, Long::sum);
    }

    synchronized void failed(long number, FailedRequest failure) {
        failed.merge(failure.failure(), 1L, Long::sum);
        if (examples.size() < EXAMPLES) {
            examples.add("%.3f s, request %d: %s: %s"
                    .formatted((System.nanoTime() - start) / 1e9, number, failure.failure(), failure.getMessage()));
        }
    }

    synchronized LoadReport report() {
        long[] sorted = Arrays.copyOf(latencies, answered);
        Arrays.sort(sorted);
        long sent =
                answered + failed.values().stream().mapToLong(Long::longValue).sum();
        return new LoadReport(
                sent,
                answered,
                failed,
                examples,
                pods,
                Duration.ofNanos(System.nanoTime() - start),
                quantile(sorted, 0.5),
                quantile(sorted, 0.99),
                quantile(sorted, 1));
    }

    private static Duration quantile(long[] sorted, double share) {
        if (sorted.length == 0) {
            return Duration.ZERO;
        }
        int index = (int) Math.ceil(share * sorted.length) - 1;
        return Duration.ofNanos(sorted[Math.max(0, index)]);
    }
}
