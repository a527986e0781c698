package io.tenbin.e2e.load;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a load saw. Every request sent is either answered or failed.
 *
 * @param answered requests with the right answer
 * @param failed the others, by kind; kinds that did not happen are absent
 * @param examples the first failures, each with the time since the load's start
 * @param pods answers by the pod that gave them
 * @param p50 half of the answers were there after this time, counted from when the request was due, so that a stall
 *     delays all requests that it held up and not only one
 */
public record LoadReport(
        long sent,
        long answered,
        Map<Failure, Long> failed,
        List<String> examples,
        Map<String, Long> pods,
        Duration took,
        Duration p50,
        Duration p99,
        Duration slowest) {

    public LoadReport {
        failed = Map.copyOf(failed);
        examples = List.copyOf(examples);
        pods = Map.copyOf(pods);
        long sum =
                answered + failed.values().stream().mapToLong(Long::longValue).sum();
        if (sent != sum) {
            throw new IllegalArgumentException("sent " + sent + ", but answered and failed are " + sum);
        }
    }

    /** Requests sent per second. */
    public double rate() {
        return sent / (took.toNanos() / 1e9);
    }

    @Override
    public String toString() {
        return "%d requests in %.1f s (%.0f/s): %d answered, failed %s; p50 %.1f ms, p99 %.1f ms, slowest %.0f ms; pods %s%s"
                .formatted(
                        sent,
                        took.toNanos() / 1e9,
                        rate(),
                        answered,
                        failed,
                        p50.toNanos() / 1e6,
                        p99.toNanos() / 1e6,
                        slowest.toNanos() / 1e6,
                        pods,
                        examples.isEmpty() ? "" : "\n  " + String.join("\n  ", examples));
    }
}
