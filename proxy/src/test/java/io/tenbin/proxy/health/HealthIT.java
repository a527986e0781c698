package io.tenbin.proxy.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tenbin.config.AddressServerConfig;
import io.tenbin.config.BackendConfig;
import io.tenbin.config.CheckTiming;
import io.tenbin.config.HealthCheckConfig;
import io.tenbin.config.HealthConfig;
import io.tenbin.config.HealthProbe;
import io.tenbin.config.HttpProbe;
import io.tenbin.config.InitialState;
import io.tenbin.config.ProxyConfig;
import io.tenbin.config.ServerConfig;
import io.tenbin.config.ServerOptions;
import io.tenbin.config.TcpProbe;
import io.tenbin.coverage.Covers;
import io.tenbin.proxy.Configs;
import io.tenbin.proxy.RunningProxy;
import io.tenbin.proxy.TestServer;
import io.tenbin.proxy.health.Switchable.Failure;
import io.tenbin.proxy.reload.ReloadResult;
import io.tenbin.proxy.snapshot.Member;
import io.tenbin.proxy.transport.Transport;
import io.tenbin.proxy.upstream.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Checks and ejection in a running proxy, against servers that fail in all the ways that servers do. */
class HealthIT {
    private static final Duration INTERVAL = Duration.ofMillis(200);
    private static final HttpProbe HTTP =
            new HttpProbe("GET", "/healthz", "app", List.of(new HttpProbe.StatusRange(200, 399)));
    private static final int FALL = 3;
    private static final int RISE = 2;

    private final RunningProxy proxy = RunningProxy.start(Transport.Kind.NIO);
    private final int port = TestServer.freePort();

    @AfterEach
    void end() {
        proxy.close();
    }

    @Test
    void newWorkGoesToWhoIsUp() throws Exception {
        try (TestServer a = TestServer.named("a")) {
            Switchable b = new Switchable();
            b.fail(Failure.STOPPED);
            apply(backend(a.port(), b.port(), new TcpProbe()));
            await().until(() -> usable().equals(List.of("s0")));

            for (int i = 0; i < 10; i++) {
                assertThat(firstLine()).isEqualTo("a");
            }
            assertThat(endpoint("s1").stats().connectFailures().sum())
                    .as("nothing but checks has tried it since")
                    .isLessThanOrEqualTo(1);
            b.heal();
            await().until(() -> usable().equals(List.of("s0", "s1")));
            b.close();
        }
    }

    @Test
    @Covers({
        "Backend.spec.healthCheck.http.method",
        "Backend.spec.healthCheck.http.path",
        "Backend.spec.healthCheck.http.host",
    })
    void fiftyEditsKeepTheState() throws Exception {
        Switchable server = new Switchable();
        server.fail(Failure.ANSWERS_WRONGLY);
        apply(backend(server.port(), TestServer.freePort(), HTTP));
        Endpoint endpoint = endpoint("s0");
        await().until(() -> !usable().contains("s0"));
        int before = server.checks().size();
        long begin = System.nanoTime();

        for (int edit = 1; edit <= 50; edit++) {
            HttpProbe probe = new HttpProbe("OPTIONS", "/healthz?edit=" + edit, "app", HTTP.expectStatus());
            apply(backend(server.port(), TestServer.freePort(), probe));
            assertThat(endpoint("s0")).isSameAs(endpoint);
            assertThat(endpoint.health().isDown()).isTrue();
            assertThat(usable()).doesNotContain("s0");
        }

        long intervals = (System.nanoTime() - begin) / INTERVAL.toNanos();
        assertThat(server.checks().size() - before)
                .as("edits neither hasten checks nor hold them up")
                .isBetween((int) intervals / 2 - 1, (int) intervals + 2);
        await().until(() -> server.checks().getLast().startsWith("OPTIONS /healthz?edit=50 HTTP/1.1\r\nHost: app\r\n"));
        server.close();
    }

    @Test
    @Covers("Backend.spec.healthCheck.initialState")
    void anEndpointThatIsDownAtFirstGetsNoWorkBeforeItsFirstCheck() throws Exception {
        Switchable server = new Switchable();
        HealthCheckConfig check = check(HTTP, InitialState.DOWN, null, Duration.ofMinutes(1));
        proxy.apply(config(server.port(), server.port(), new HealthConfig(check, null)));

        assertThat(usable()).isEmpty();
        assertThat(endpoint("s0").health().lastCheck()).isNull();
        server.close();
    }

    @Test
    void anAddedServerThatIsDownAtFirstWaitsForItsFirstCheckWhileTheOthersWork() throws Exception {
        try (Switchable old = new Switchable();
                Switchable added = new Switchable()) {
            HealthConfig quick = new HealthConfig(check(HTTP, InitialState.FULLY_UP, null, INTERVAL), null);
            HealthCheckConfig patient = check(HTTP, InitialState.DOWN, null, Duration.ofMinutes(1));
            ServerConfig first = new AddressServerConfig("s0", "127.0.0.1", old.port(), options(quick));
            proxy.apply(config(List.of(first)));
            proxy.apply(config(List.of(
                    first,
                    new AddressServerConfig(
                            "s1", "127.0.0.1", added.port(), options(new HealthConfig(patient, null))))));
            assertThat(usable()).containsExactly("s0");

            proxy.apply(
                    config(List.of(first, new AddressServerConfig("s1", "127.0.0.1", added.port(), options(quick)))));
            await().until(() -> usable().equals(List.of("s0", "s1")));
        }
    }

    @Test
    void aServerThatWasDownIsUpWhenItIsCheckedNoLonger() throws Exception {
        int nobody = TestServer.freePort();
        int nobodyEither = TestServer.freePort();
        apply(backend(nobody, nobodyEither, new TcpProbe()));
        await().until(() -> usable().isEmpty());

        proxy.apply(config(nobody, nobodyEither, HealthConfig.NONE));
        await().until(() -> usable().equals(List.of("s0", "s1")));
        assertThat(endpoint("s0").health().lastCheck()).isNull();
    }

    @Test
    @Covers("Backend.spec.healthCheck.port")
    void checksGoToTheirOwnPortAndStopWithTheirEndpoint() throws Exception {
        Switchable checked = new Switchable();
        HealthCheckConfig check = check(HTTP, InitialState.UP, checked.port(), INTERVAL);
        proxy.apply(config(TestServer.freePort(), TestServer.freePort(), new HealthConfig(check, null)));
        awaitChecks(checked, 4);
        assertThat(endpoint("s0").health().isUp()).isTrue();

        proxy.apply(config(TestServer.freePort(), TestServer.freePort(), HealthConfig.NONE));
        int after = checked.checks().size();

        await().pollDelay(INTERVAL.multipliedBy(3)).until(() -> checked.checks().size() <= after + 2);
        checked.close();
    }

    @Test
    void aThousandEndpointsAreCheckedEvenly() throws Exception {
        List<Long> times = new CopyOnWriteArrayList<>();
        try (TestServer server = TestServer.start(socket -> times.add(System.nanoTime()))) {
            HealthCheckConfig check = check(new TcpProbe(), InitialState.UP, server.port(), Duration.ofSeconds(2));
            List<ServerConfig> servers = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                servers.add(new AddressServerConfig(
                        "s" + i, "127.0.0.1", 10_000 + i, options(new HealthConfig(check, null))));
            }
            proxy.apply(config(servers));
            long begin = System.nanoTime();
            await().atMost(20, TimeUnit.SECONDS).until(() -> times.size() >= 1000);

            int[] perTenth = new int[10];
            times.stream().limit(1000).forEach(t -> {
                int tenth = (int) ((t - begin) / TimeUnit.MILLISECONDS.toNanos(200));
                perTenth[Math.clamp(tenth, 0, 9)]++;
            });
            assertThat(IntStream.of(perTenth).max().orElseThrow())
                    .as("first checks in each 200 ms of the interval of 2 s: %s", java.util.Arrays.toString(perTenth))
                    .isLessThan(300);
        }
    }

    private ReloadResult apply(BackendConfig backend) throws Exception {
        return proxy.apply(config(backend));
    }

    private ProxyConfig config(BackendConfig backend) {
        return Configs.config(
                Configs.drain(Duration.ZERO, Duration.ZERO), List.of(Configs.tcpListener("in", port, "app")), backend);
    }

    private ProxyConfig config(List<ServerConfig> servers) {
        return config(Configs.tcpBackend("app", servers.toArray(ServerConfig[]::new)));
    }

    private ProxyConfig config(int first, int second, HealthConfig health) {
        return config(List.of(
                new AddressServerConfig("s0", "127.0.0.1", first, options(health)),
                new AddressServerConfig("s1", "127.0.0.1", second, options(health))));
    }

    /** Two servers, both checked. */
    private static BackendConfig backend(int first, int second, HealthProbe probe) {
        HealthConfig health = new HealthConfig(check(probe, InitialState.FULLY_UP, null, INTERVAL), null);
        return Configs.tcpBackend(
                "app",
                new AddressServerConfig("s0", "127.0.0.1", first, options(health)),
                new AddressServerConfig("s1", "127.0.0.1", second, options(health)));
    }

    private static ServerOptions options(HealthConfig health) {
        return new ServerOptions(1, false, ServerOptions.State.READY, null, 0, health);
    }

    private static HealthCheckConfig check(
            HealthProbe probe, InitialState state, @Nullable Integer port, Duration interval) {
        return new HealthCheckConfig(
                probe, new CheckTiming(interval, interval, interval, interval), FALL, RISE, state, port, null, false);
    }

    private Endpoint endpoint(String server) {
        return proxy.registry().endpoints().stream()
                .filter(e -> e.id().server().equals(server) && !e.retired())
                .findFirst()
                .orElseThrow();
    }

    private List<String> usable() {
        return Objects.requireNonNull(proxy.reloader().applied()).backends().get("app").usable().stream()
                .map(Member::endpoint)
                .map(Endpoint::name)
                .toList();
    }

    private String firstLine() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            StringBuilder line = new StringBuilder();
            for (int c = socket.getInputStream().read();
                    c >= 0 && c != '\n';
                    c = socket.getInputStream().read()) {
                line.append((char) c);
            }
            return line.toString();
        }
    }

    private static void awaitChecks(Switchable server, int more) {
        int before = server.checks().size();
        await().until(() -> server.checks().size() >= before + more);
    }
}
