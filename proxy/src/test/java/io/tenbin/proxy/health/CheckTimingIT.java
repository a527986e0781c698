package io.tenbin.proxy.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tenbin.config.AddressServerConfig;
import io.tenbin.config.CheckTiming;
import io.tenbin.config.GrpcProbe;
import io.tenbin.config.HealthCheckConfig;
import io.tenbin.config.HealthConfig;
import io.tenbin.config.HealthProbe;
import io.tenbin.config.HttpProbe;
import io.tenbin.config.InitialState;
import io.tenbin.config.ServerConfig;
import io.tenbin.config.ServerOptions;
import io.tenbin.config.TcpProbe;
import io.tenbin.config.TlsProbe;
import io.tenbin.coverage.Covers;
import io.tenbin.proxy.Configs;
import io.tenbin.proxy.RunningProxy;
import io.tenbin.proxy.TestServer;
import io.tenbin.proxy.health.Switchable.Failure;
import io.tenbin.proxy.health.Switchable.Protocol;
import io.tenbin.proxy.transport.Transport;
import io.tenbin.proxy.upstream.CheckResult;
import io.tenbin.proxy.upstream.CheckStatus;
import io.tenbin.proxy.upstream.Endpoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** How long it takes to find out that servers fail, in all the ways that they do, and that they are back. All of them at once. */
class CheckTimingIT {
    private static final Duration INTERVAL = Duration.ofMillis(400);
    private static final int FALL = 3;
    private static final int RISE = 2;
    private static final HttpProbe HTTP =
            new HttpProbe("GET", "/healthz", "app", List.of(new HttpProbe.StatusRange(200, 399)));

    /** What a busy machine may take for itself. */
    private static final long SLACK = TimeUnit.MILLISECONDS.toNanos(250);

    private static final List<Way> WAYS = List.of(
            new Way("tcp-stopped", new TcpProbe(), Protocol.HTTP, Failure.STOPPED, CheckStatus.L4CON),
            new Way("tcp-unreachable", new TcpProbe(), Protocol.HTTP, Failure.UNREACHABLE, CheckStatus.L4TOUT),
            new Way("tls-stopped", new TlsProbe(), Protocol.TLS, Failure.STOPPED, CheckStatus.L4CON),
            new Way("tls-hangs", new TlsProbe(), Protocol.TLS, Failure.HANGS, CheckStatus.L6TOUT),
            new Way("tls-in-clear", new TlsProbe(), Protocol.TLS, Failure.ANSWERS_WRONGLY, CheckStatus.L6RSP),
            new Way("tls-closes", new TlsProbe(), Protocol.TLS, Failure.CLOSES, CheckStatus.L6RSP),
            new Way("http-stopped", HTTP, Protocol.HTTP, Failure.STOPPED, CheckStatus.L4CON),
            new Way("http-unreachable", HTTP, Protocol.HTTP, Failure.UNREACHABLE, CheckStatus.L4TOUT),
            new Way("http-hangs", HTTP, Protocol.HTTP, Failure.HANGS, CheckStatus.L7TOUT),
            new Way("http-500", HTTP, Protocol.HTTP, Failure.ANSWERS_WRONGLY, CheckStatus.L7STS),
            new Way("http-closes", HTTP, Protocol.HTTP, Failure.CLOSES, CheckStatus.L7RSP),
            new Way("grpc-stopped", new GrpcProbe(), Protocol.GRPC, Failure.STOPPED, CheckStatus.L4CON),
            new Way("grpc-hangs", new GrpcProbe(), Protocol.GRPC, Failure.HANGS, CheckStatus.L7TOUT),
            new Way("grpc-not-serving", new GrpcProbe(), Protocol.GRPC, Failure.ANSWERS_WRONGLY, CheckStatus.L7STS),
            new Way("grpc-closes", new GrpcProbe(), Protocol.GRPC, Failure.CLOSES, CheckStatus.L7RSP));

    /** A check, a failure, and how the check tells of it. */
    private record Way(String name, HealthProbe probe, Protocol protocol, Failure failure, CheckStatus status) {}

    /** In nanoseconds. */
    private record Times(long detection, long recovery, CheckStatus status) {}

    @Test
    @Covers({
        "Backend.spec.healthCheck.interval",
        "Backend.spec.healthCheck.fastInterval",
        "Backend.spec.healthCheck.downInterval",
        "Backend.spec.healthCheck.timeout",
        "Backend.spec.healthCheck.fall",
        "Backend.spec.healthCheck.rise",
        "Backend.spec.healthCheck.type",
        "Backend.spec.healthCheck.http.expectStatus",
    })
    void detection_and_recovery_take_as_many_intervals_as_configured() throws Exception {
        Map<Way, Switchable> servers = new HashMap<>();
        try (RunningProxy proxy = RunningProxy.start(Transport.Kind.NIO)) {
            List<ServerConfig> configs = new ArrayList<>();
            for (Way way : WAYS) {
                Switchable server = new Switchable(way.protocol);
                servers.put(way, server);
                configs.add(new AddressServerConfig(way.name(), "127.0.0.1", server.port(), options(way.probe)));
            }
            proxy.apply(Configs.config(
                    Configs.drain(Duration.ZERO, Duration.ZERO),
                    List.of(Configs.tcpListener("in", TestServer.freePort(), "app")),
                    Configs.tcpBackend("app", configs.toArray(ServerConfig[]::new))));
            // First checks load classes, and on a busy machine some of them may come too late.
            await().during(INTERVAL.multipliedBy(FALL + 1))
                    .until(() -> WAYS.stream().allMatch(way -> passed(proxy, way)));

            Map<Way, Times> times = measure(proxy, servers);

            SoftAssertions.assertSoftly(softly -> times.forEach((way, measured) -> {
                softly.assertThat(measured.status).as(way.name).isEqualTo(way.status);
                // The first failing check begins within an interval, or is under way; the others follow; one that hangs
                // takes one more until it is given up.
                softly.assertThat(measured.detection)
                        .as("detection of %s", way.name)
                        .isBetween(intervals(FALL - 1) - SLACK, intervals(FALL + 1) + SLACK);
                softly.assertThat(measured.recovery)
                        .as("recovery of %s", way.name)
                        .isBetween(intervals(RISE - 1) - SLACK, intervals(RISE + 1) + SLACK);
            }));
            assertThat(times).hasSize(WAYS.size());
        } finally {
            for (Switchable server : servers.values()) {
                server.close();
            }
        }
    }

    private static Map<Way, Times> measure(RunningProxy proxy, Map<Way, Switchable> servers) throws Exception {
        Map<Way, Future<Times>> running = new HashMap<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            servers.forEach((way, server) ->
                    running.put(way, threads.submit(times(endpoint(proxy, way), server, way.failure))));
        }
        Map<Way, Times> times = new HashMap<>();
        for (Map.Entry<Way, Future<Times>> one : running.entrySet()) {
            times.put(one.getKey(), one.getValue().get());
        }
        return times;
    }

    private static Callable<Times> times(Endpoint endpoint, Switchable server, Failure failure) {
        return () -> {
            assertThat(endpoint.health().isUp()).isTrue();
            long failed = System.nanoTime();
            server.fail(failure);
            long detection = waitFor(() -> endpoint.health().isDown(), failed);
            CheckStatus status =
                    Objects.requireNonNull(endpoint.health().lastCheck()).status();
            long healed = System.nanoTime();
            server.heal();
            return new Times(detection, waitFor(() -> !endpoint.health().isDown(), healed), status);
        };
    }

    private static long waitFor(BooleanSupplier condition, long begin) throws InterruptedException {
        while (!condition.getAsBoolean() && System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(10)) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
        return System.nanoTime() - begin;
    }

    private static boolean passed(RunningProxy proxy, Way way) {
        CheckResult last = endpoint(proxy, way).health().lastCheck();
        return last != null
                && last.status().passed()
                && endpoint(proxy, way).health().isUp();
    }

    private static Endpoint endpoint(RunningProxy proxy, Way way) {
        return proxy.registry().endpoints().stream()
                .filter(e -> e.id().server().equals(way.name()))
                .findFirst()
                .orElseThrow();
    }

    private static ServerOptions options(HealthProbe probe) {
        CheckTiming timing = new CheckTiming(INTERVAL, INTERVAL, INTERVAL, INTERVAL);
        HealthCheckConfig check =
                new HealthCheckConfig(probe, timing, FALL, RISE, InitialState.FULLY_UP, null, null, false);
        return new ServerOptions(1, false, ServerOptions.State.READY, null, 0, new HealthConfig(check, null));
    }

    private static long intervals(int count) {
        return INTERVAL.toNanos() * count;
    }
}
