package io.tenbin.operator.reconciler;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the operator does, in Prometheus' text format at {@code /metrics}. The labels are kinds and outcomes, never the
 * names of objects, so the number of series does not grow with the cluster.
 */
@ApplicationScoped
class OperatorMetrics implements Metrics {
    private static final String RECONCILIATIONS = "tenbin_operator_reconciliations_total";
    private static final String SECONDS = "tenbin_operator_reconciliation_seconds_total";
    private static final String WRITES = "tenbin_operator_writes_total";
    private static final Map<String, String> HELP = Map.of(
            RECONCILIATIONS, "Reconciliations by kind and outcome.",
            SECONDS, "Time spent in reconciliations.",
            WRITES, "Objects written to the API server by kind; at rest there are none.");

    /** By name, then by labels. Durations in nanoseconds. */
    private final Map<String, Map<String, LongAdder>> counters = new ConcurrentSkipListMap<>();

    void serve(@Observes Router router) {
        router.get("/metrics")
                .handler(request -> request.response()
                        .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                        .end(text()));
    }

    /** An object, a status or an Event was written. */
    void wrote(String kind) {
        counter(WRITES, "kind", kind).increment();
    }

    @Override
    public <T> T timeControllerExecution(ControllerExecution<T> execution) throws Exception {
        long start = System.nanoTime();
        try {
            return execution.execute();
        } finally {
            counter(SECONDS, "controller", execution.controllerName()).add(System.nanoTime() - start);
        }
    }

    @Override
    public void finishedReconciliation(HasMetadata resource, Map<String, Object> metadata) {
        outcome(resource, "done");
    }

    @Override
    public void failedReconciliation(HasMetadata resource, Exception exception, Map<String, Object> metadata) {
        outcome(resource, "failed");
    }

    String text() {
        StringBuilder text = new StringBuilder();
        counters.forEach((name, series) -> {
            text.append("# HELP ")
                    .append(name)
                    .append(' ')
                    .append(HELP.get(name))
                    .append('\n');
            text.append("# TYPE ").append(name).append(" counter\n");
            series.forEach((labels, counter) -> text.append(name)
                    .append(labels)
                    .append(' ')
                    .append(name.equals(SECONDS) ? seconds(counter.sum()) : String.valueOf(counter.sum()))
                    .append('\n'));
        });
        return text.toString();
    }

    private void outcome(HasMetadata resource, String outcome) {
        counter(RECONCILIATIONS, "kind", resource.getKind(), "outcome", outcome).increment();
    }

    private LongAdder counter(String name, String... labels) {
        StringBuilder key = new StringBuilder("{");
        for (int i = 0; i < labels.length; i += 2) {
            key.append(i == 0 ? "" : ",")
                    .append(labels[i])
                    .append("=\"")
                    .append(labels[i + 1])
                    .append('"');
        }
        return counters.computeIfAbsent(name, n -> new ConcurrentSkipListMap<>())
                .computeIfAbsent(key.append('}').toString(), k -> new LongAdder());
    }

    private static String seconds(long nanos) {
        return String.valueOf((double) nanos / TimeUnit.SECONDS.toNanos(1));
    }
}
