package io.tenbin.proxy.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class LatencyTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Latency latency = new Latency();

    @Test
    void nothing_is_known_before_the_first_answer() {
        assertThat(latency.at(5 * SECOND)).isZero();
    }

    @Test
    void a_slow_answer_counts_at_once() {
        latency.observe(1_000_000, SECOND);
        latency.observe(80_000_000, 2 * SECOND);
        assertThat(latency.at(2 * SECOND)).isEqualTo(80e6, about(80e6));
    }

    @Test
    void it_is_forgotten_over_10_s_of_fast_ones() {
        latency.observe(80_000_000, 0);
        latency.observe(1_000_000, 10 * SECOND);
        double expected = 1e6 + 79e6 / Math.E;
        assertThat(latency.at(10 * SECOND)).isEqualTo(expected, about(expected));
    }

    @Test
    void without_answers_it_decays_so_that_the_endpoint_is_tried_again() {
        latency.observe(80_000_000, -3 * SECOND);
        assertThat(latency.at(57 * SECOND)).isLessThan(80e6 / 400);
    }

    private static Offset<Double> about(double value) {
        return within(value / 1000);
    }
}
