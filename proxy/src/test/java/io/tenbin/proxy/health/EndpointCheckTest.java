package io.tenbin.proxy.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import io.tenbin.config.CheckTiming;
import io.tenbin.config.HealthCheckConfig;
import io.tenbin.config.InitialState;
import io.tenbin.config.TcpProbe;
import io.tenbin.proxy.upstream.CheckStatus;
import io.tenbin.proxy.upstream.Endpoint;
import io.tenbin.proxy.upstream.EndpointId;
import io.tenbin.proxy.upstream.EndpointRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The schedule of checks, on a clock that the test turns. */
class EndpointCheckTest {
    private static final CheckTiming TIMING = timing(2000, 500, 5000, 2000);

    private final MockTicker clock = Ticker.newMockTicker();
    private final EmbeddedChannel loop = EmbeddedChannel.builder().ticker(clock).build();
    private final Endpoint endpoint = new EndpointRegistry()
            .endpoint(
                    new EndpointId("app", "s0", "k"),
                    "s0",
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 80));
    private final Server server = new Server();
    private final List<CheckEvent> events = new ArrayList<>();

    @Test
    void checksAtTheIntervalWhileAllIsWell() {
        start(config(TIMING, 3, 2));

        run(Duration.ofSeconds(20));

        assertThat(server.startedAt).startsWith(0L, 2000L, 4000L, 6000L).hasSize(11);
    }

    @Test
    void checksFasterWhileAChangeIsInTheBalanceAndSlowerWhenItIsDown() {
        start(config(TIMING, 3, 2));
        run(Duration.ofMillis(1));
        server.answer = CheckStatus.L4CON;

        run(Duration.ofSeconds(15));

        // Fails at 2000, 2500 and 3000: down. Then every 5 s.
        assertThat(server.startedAt).containsExactly(0L, 2000L, 2500L, 3000L, 8000L, 13_000L);
        assertThat(endpoint.health().isUp()).isFalse();
        server.answer = CheckStatus.L4OK;

        run(Duration.ofSeconds(6));

        // Passes at 18000 and 18500: up.
        assertThat(server.startedAt).endsWith(18_000L, 18_500L, 20_500L);
        assertThat(endpoint.health().isUp()).isTrue();
    }

    @Test
    void aServerThatHangsIsDownAfterFallIntervals() {
        start(config(timing(2000, 2000, 2000, 2000), 3, 2));
        run(Duration.ofMillis(1));
        server.hangs = true;

        run(Duration.ofMillis(7998));
        assertThat(endpoint.health().isUp()).isTrue();
        run(Duration.ofMillis(1));

        // Hung since just after the check at 0: checks begin at 2, 4 and 6 s, and end without an answer at 4, 6 and 8
        // s.
        assertThat(endpoint.health().isUp()).isFalse();
        assertThat(events.getLast().result().status()).isEqualTo(CheckStatus.L4TOUT);
        assertThat(server.open).isLessThanOrEqualTo(1);
    }

    @Test
    void oneCheckAtATimeEvenIfItTakesLongerThanTheInterval() {
        server.hangs = true;
        start(config(timing(1000, 1000, 1000, 3500), 3, 2));

        run(Duration.ofSeconds(10));

        assertThat(server.startedAt).containsExactly(0L, 3500L, 7000L);
        assertThat(server.most).isEqualTo(1);
    }

    @Test
    void otherRulesKeepTheStateAndTheSchedule() {
        server.answer = CheckStatus.L7STS;
        EndpointCheck check = start(config(timing(2000, 2000, 2000, 2000), 3, 2));
        run(Duration.ofSeconds(1)); // initially up: the first failure is enough
        assertThat(endpoint.health().isUp()).isFalse();

        for (int fall = 1; fall <= 50; fall++) {
            check.change(config(timing(2000, 2000, 2000, 2000), fall, 2));
            run(Duration.ofMillis(10));
        }

        assertThat(endpoint.health().isUp()).isFalse();
        run(Duration.ofSeconds(1));
        assertThat(server.startedAt).containsExactly(0L, 2000L);
    }

    @Test
    void aShorterIntervalTakesEffectAtOnce() {
        EndpointCheck check = start(config(timing(60_000, 60_000, 60_000, 2000), 3, 2));
        run(Duration.ofSeconds(5));

        check.change(config(timing(1000, 1000, 1000, 1000), 3, 2));
        run(Duration.ofMillis(1500));

        assertThat(server.startedAt).containsExactly(0L, 5000L, 6000L);
    }

    @Test
    void whatCannotBeTriedSaysNothingOfTheEndpoint() {
        server.impossible = true;
        start(config(TIMING, 1, 1));

        run(Duration.ofSeconds(6));

        assertThat(endpoint.health().isUp()).isTrue();
        assertThat(events).isEmpty();
        assertThat(server.startedAt).hasSizeGreaterThan(2);
    }

    @Test
    void stopsAndGivesUpWhatIsUnderWay() {
        server.hangs = true;
        EndpointCheck check = start(config(TIMING, 1, 1));
        run(Duration.ofMillis(100));

        check.stop(() -> {});
        run(Duration.ofSeconds(60));

        assertThat(server.startedAt).containsExactly(0L);
        assertThat(server.open).isZero();
        assertThat(events).isEmpty();
    }

    @Test
    void tellsWhatHaproxyWouldTell() {
        start(config(timing(1000, 1000, 1000, 1000), 3, 2));
        run(Duration.ofMillis(2500));
        server.answer = CheckStatus.L4CON;
        run(Duration.ofSeconds(4));

        assertThat(events.stream().filter(CheckEvent::tells).map(e -> e.after().toString()))
                .containsExactly("3/3 UP", "2/3 UP", "1/3 UP", "0/2 DOWN");
        assertThat(events.stream().filter(CheckEvent::turns)).hasSize(1);
    }

    private EndpointCheck start(CheckPlan config) {
        EndpointCheck check = new EndpointCheck(loop.eventLoop(), clock, endpoint, config, server, events::add);
        check.start(0);
        run(Duration.ZERO);
        return check;
    }

    private void run(Duration time) {
        long end = clock.nanoTime() + time.toNanos();
        loop.runPendingTasks();
        while (clock.nanoTime() < end) {
            clock.advance(1, TimeUnit.MILLISECONDS);
            loop.runPendingTasks();
        }
    }

    private static CheckTiming timing(long interval, long fast, long down, long timeout) {
        return new CheckTiming(
                Duration.ofMillis(interval),
                Duration.ofMillis(fast),
                Duration.ofMillis(down),
                Duration.ofMillis(timeout));
    }

    private static CheckPlan config(CheckTiming timing, int fall, int rise) {
        HealthCheckConfig config =
                new HealthCheckConfig(new TcpProbe(), timing, fall, rise, InitialState.UP, null, null, false);
        return new CheckPlan(config, "a", null);
    }

    /** Answers at once, or never. */
    private final class Server implements Prober {
        private final List<Long> startedAt = new ArrayList<>();
        private final long epoch = clock.nanoTime();
        private CheckStatus answer = CheckStatus.L4OK;
        private boolean hangs;
        private boolean impossible;
        private int open;
        private int most;

        @Override
        public Run begin(EventLoop eventLoop, InetSocketAddress address, CheckPlan check, Verdict verdict) {
            startedAt.add((clock.nanoTime() - epoch) / 1_000_000);
            most = Math.max(most, ++open);
            if (impossible) {
                eventLoop.execute(() -> {
                    open--;
                    verdict.impossible(new java.net.BindException("no ports"));
                });
            } else if (!hangs) {
                CheckStatus status = answer;
                eventLoop.execute(() -> {
                    open--;
                    verdict.ended(status, 0, "");
                });
            }
            return new Run() {
                @Override
                public CheckStatus timedOut() {
                    return CheckStatus.L4TOUT;
                }

                @Override
                public void cancel() {
                    open--;
                }
            };
        }
    }
}
