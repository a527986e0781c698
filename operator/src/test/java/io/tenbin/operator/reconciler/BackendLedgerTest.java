package io.tenbin.operator.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenbin.operator.status.BackendObservation.BackendUse;
import io.tenbin.operator.status.Progress;
import io.tenbin.translate.ObjectKey;
import io.tenbin.translate.Reason;
import io.tenbin.translate.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BackendLedgerTest {
    private static final ObjectKey EDGE = new ObjectKey("shop", "edge");
    private static final ObjectKey INNER = new ObjectKey("shop", "inner");
    private static final ObjectKey APP = new ObjectKey("shop", "app");
    private static final ObjectKey API = new ObjectKey("shop", "api");

    private final List<ObjectKey> told = new ArrayList<>();
    private final BackendLedger ledger = new BackendLedger();

    @BeforeEach
    void listen() {
        ledger.onChange(told::add);
    }

    @Test
    void a_backend_is_told_of_a_new_use_once() {
        ledger.record(EDGE, Map.of(APP, use(1)));
        ledger.record(EDGE, Map.of(APP, use(1)));
        assertThat(told).containsExactly(APP);
        assertThat(ledger.uses(APP)).containsOnlyKeys("shop/edge");
    }

    @Test
    void a_backend_that_is_no_longer_referred_to_is_told() {
        ledger.record(EDGE, Map.of(APP, use(1)));
        told.clear();
        ledger.record(EDGE, Map.of(API, use(1)));
        assertThat(told).containsExactlyInAnyOrder(APP, API);
        assertThat(ledger.uses(APP)).isEmpty();
    }

    @Test
    void a_load_balancer_that_is_gone_uses_nothing() {
        ledger.record(EDGE, Map.of(APP, use(1)));
        ledger.record(INNER, Map.of(APP, use(1)));
        told.clear();
        ledger.forget(EDGE);
        assertThat(told).containsExactly(APP);
        assertThat(ledger.uses(APP)).containsOnlyKeys("shop/inner");
    }

    private static BackendUse use(long generation) {
        return new BackendUse(
                generation,
                new Verdict(true, Reason.ACCEPTED, "", List.of()),
                new Progress(1, 1, 1, "", List.of()),
                true,
                true,
                Optional.empty());
    }
}
