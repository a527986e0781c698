package io.tenbin.operator.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventBudgetTest {
    private Instant now = Instant.EPOCH;
    private final EventBudget budget = new EventBudget(new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    });

    @Test
    void an_object_may_cause_a_burst_and_then_one_now_and_then() {
        assertThat(IntStream.range(0, 100).filter(i -> budget.allows("a")).count())
                .isEqualTo(EventBudget.BURST);
        now = now.plus(EventBudget.REFILL);
        assertThat(budget.allows("a")).isTrue();
        assertThat(budget.allows("a")).isFalse();
    }

    @Test
    void one_object_takes_nothing_from_another() {
        IntStream.range(0, 100).forEach(i -> budget.allows("a"));
        assertThat(budget.allows("b")).isTrue();
    }

    @Test
    void a_clock_that_goes_back_takes_nothing_away() {
        assertThat(budget.allows("a")).isTrue();
        now = now.minus(Duration.ofHours(1));
        assertThat(budget.allows("a")).isTrue();
    }
}
