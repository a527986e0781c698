package io.tenbin.proxy.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenbin.config.BackendConfig;
import io.tenbin.config.ServerOptions;
import io.tenbin.proxy.Configs;
import io.tenbin.proxy.upstream.EndpointId;
import io.tenbin.proxy.upstream.EndpointRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SlowStartTest {
    private static final Duration TIME = Duration.ofSeconds(32);
    private static final long BEGIN = -5;

    private final EndpointRegistry registry = new EndpointRegistry();
    private final BackendConfig config = Configs.tcpBackend("app");

    @Test
    void those_of_the_beginning_have_their_whole_weights() {
        assertThat(ramps(null, BEGIN, "a", "b")).containsExactly(16, 16);
    }

    @Test
    void one_that_appears_grows_by_sixteenths() {
        BackendView before = view("a");
        assertThat(ramps(before, BEGIN, "a", "b")).containsExactly(16, 1);
        BackendView with = view("a", "b");
        assertThat(ramps(with, after(1), "a", "b")).containsExactly(16, 1);
        assertThat(ramps(with, after(2), "a", "b")).containsExactly(16, 2);
        assertThat(ramps(with, after(31), "a", "b")).containsExactly(16, 16);
        assertThat(ramps(with, after(400), "a", "b")).containsExactly(16, 16);
    }

    @Test
    void one_that_comes_back_into_service_starts_anew() {
        view("a", "b");
        BackendView without = new BackendView(
                config,
                registry.backend("app"),
                List.of(member("a"), new Member(member("b").endpoint(), ServerOptions.ofWeight(1), null, false)),
                null);
        assertThat(ramps(without, after(9), "a", "b")).containsExactly(16, 1);
    }

    @Test
    void the_first_after_a_time_without_any_takes_all_at_once() {
        assertThat(ramps(view(), BEGIN, "a", "b")).containsExactly(16, 16);
    }

    @Test
    void shares_are_weights_times_their_parts() {
        assertThat(member("a").withRamp(3).share()).isEqualTo(3);
        assertThat(new Member(member("a").endpoint(), ServerOptions.ofWeight(256), null, true).share())
                .isEqualTo(4096);
    }

    @Test
    void a_step_is_a_twentieth_but_a_second_at_least() {
        assertThat(SlowStart.stepNanos(Duration.ofMinutes(1)))
                .isEqualTo(Duration.ofSeconds(3).toNanos());
        assertThat(SlowStart.stepNanos(Duration.ofSeconds(5)))
                .isEqualTo(Duration.ofSeconds(1).toNanos());
    }

    private List<Integer> ramps(@Nullable BackendView before, long nanoTime, String... names) {
        List<Member> members = Stream.of(names).map(this::member).toList();
        return SlowStart.apply(TIME, members, before, nanoTime).stream()
                .map(Member::ramp)
                .toList();
    }

    private static long after(int seconds) {
        return BEGIN + Duration.ofSeconds(seconds).toNanos();
    }

    private BackendView view(String... names) {
        return new BackendView(
                config,
                registry.backend("app"),
                Stream.of(names).map(this::member).toList(),
                null);
    }

    private Member member(String name) {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 80);
        return new Member(
                registry.endpoint(new EndpointId("app", name, name), name, address),
                ServerOptions.ofWeight(1),
                null,
                true);
    }
}
