package io.tenbin.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenbin.api.v1alpha1.Condition;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConditionsTest {
    private static final String BEFORE = "2026-01-01T00:00:00Z";
    private static final String NOW = "2026-01-02T00:00:00Z";

    @Test
    void the_time_stays_while_the_status_does() {
        List<Condition> before = List.of(condition("Ready", "False", "NoProxies", "0/2 proxies", BEFORE));
        List<Condition> now = List.of(condition("Ready", "False", "Pending", "1/2 proxies", ""));
        assertThat(Conditions.merge(before, now, NOW))
                .containsExactly(condition("Ready", "False", "Pending", "1/2 proxies", BEFORE));
    }

    @Test
    void a_new_status_has_the_present_time() {
        List<Condition> before = List.of(condition("Ready", "False", "Pending", "0/2 proxies", BEFORE));
        assertThat(Conditions.merge(before, List.of(condition("Ready", "True", "Ready", "2/2 proxies", "")), NOW))
                .containsExactly(condition("Ready", "True", "Ready", "2/2 proxies", NOW));
    }

    @Test
    void a_condition_that_is_no_longer_said_is_gone() {
        List<Condition> before = List.of(condition("Reconciling", "True", "Pending", "0/2 proxies", BEFORE));
        assertThat(Conditions.merge(before, List.of(), NOW)).isEmpty();
    }

    @Test
    void a_new_reason_is_news_and_a_new_message_is_not() {
        List<Condition> before = List.of(
                condition("Programmed", "False", "Pending", "0/2 proxies", BEFORE),
                condition("Accepted", "True", "Accepted", "valid", BEFORE));
        List<Condition> now = List.of(
                condition("Programmed", "False", "Pending", "1/2 proxies", ""),
                condition("Accepted", "True", "Other", "valid", ""));
        assertThat(Conditions.changed(before, now)).extracting(Condition::type).containsExactly("Accepted");
    }

    private static Condition condition(String type, String status, String reason, String message, String time) {
        return new Condition(type, status, 1L, reason, message, time);
    }
}
