package io.tenbin.operator.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenbin.api.v1alpha1.Backend;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OperatorMetricsTest {

    @Test
    void series_are_by_kind_and_outcome() {
        OperatorMetrics metrics = new OperatorMetrics();
        metrics.wrote("Service");
        metrics.wrote("Service");
        metrics.finishedReconciliation(new Backend(), Map.of());
        metrics.failedReconciliation(new Backend(), new IllegalStateException(), Map.of());
        assertThat(metrics.text()).isEqualTo("""
                        # HELP tenbin_operator_reconciliations_total Reconciliations by kind and outcome.
                        # TYPE tenbin_operator_reconciliations_total counter
                        tenbin_operator_reconciliations_total{kind="Backend",outcome="done"} 1
                        tenbin_operator_reconciliations_total{kind="Backend",outcome="failed"} 1
                        # HELP tenbin_operator_writes_total Objects written to the API server by kind; at rest there are none.
                        # TYPE tenbin_operator_writes_total counter
                        tenbin_operator_writes_total{kind="Service"} 2
                        """);
    }
}
