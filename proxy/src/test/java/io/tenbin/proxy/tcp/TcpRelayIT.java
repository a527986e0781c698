package io.tenbin.proxy.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tenbin.config.AddressServerConfig;
import io.tenbin.config.DrainConfig;
import io.tenbin.config.ServerConfig;
import io.tenbin.config.ServerOptions;
import io.tenbin.config.ServerTimeoutsConfig;
import io.tenbin.proxy.Configs;
import io.tenbin.proxy.RunningProxy;
import io.tenbin.proxy.TestServer;
import io.tenbin.proxy.TestTransports;
import io.tenbin.proxy.log.TcpLogEntry;
import io.tenbin.proxy.reload.ReloadResult;
import io.tenbin.proxy.transport.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass(name = "{0}")
@MethodSource("transports")
class TcpRelayIT {
    private static final DrainConfig DRAIN = Configs.drain(Duration.ZERO, Duration.ofSeconds(5));

    @Parameter
    Transport.Kind kind;

    private RunningProxy proxy;
    private final int port = TestServer.freePort();

    static List<Transport.Kind> transports() {
        return TestTransports.available();
    }

    @BeforeEach
    void start() {
        proxy = RunningProxy.start(kind);
    }

    @AfterEach
    void stop() {
        proxy.close();
    }

    @Test
    void fifty_megabytes_arrive_whole_both_ways_at_once() throws Exception {
        try (TestServer server = TestServer.echo()) {
            relayTo(server.port());
            try (Socket client = connect()) {
                CompletableFuture<HashedBytes> received = HashedBytes.receive(client.getInputStream());

                HashedBytes sent = HashedBytes.send(client.getOutputStream(), 50 << 20);
                client.shutdownOutput();

                assertThat(received.get()).isEqualTo(sent);
            }
            assertThat(entry().outcome().termination()).isEqualTo("--");
            assertThat(entry().outcome().bytes()).isEqualTo(50 << 20);
            assertThat(entry().load().server()).isEqualTo(1);
        }
    }

    @Test
    void a_slow_reader_stops_the_sender_instead_of_filling_memory() throws Exception {
        AtomicLong sent = new AtomicLong();
        TestServer.Behaviour sendsForever = socket -> {
            byte[] chunk = new byte[64 << 10];
            while (true) {
                socket.getOutputStream().write(chunk);
                sent.addAndGet(chunk.length);
            }
        };
        try (TestServer server = TestServer.start(sendsForever)) {
            relayTo(server.port());
            try (Socket client = connect()) {
                assertThat(client.getInputStream().readNBytes(1)).hasSize(1);

                long blocked = awaitStandstill(sent);

                // What stands in the way are the kernel's buffers of two connections and the water marks.
                assertThat(blocked).isLessThan(32 << 20);
                assertThat(client.getInputStream().skip(blocked / 2)).isPositive();
            }
            await().untilAsserted(() -> assertThat(proxy.logged()).hasSize(1));
            assertThat(entry().outcome().termination()).isEqualTo("CD");
        }
    }

    @Test
    void connections_take_turns_among_the_servers_by_weight() throws Exception {
        try (TestServer a = TestServer.named("a");
                TestServer b = TestServer.named("b")) {
            apply(
                    new AddressServerConfig("a", "127.0.0.1", a.port(), ServerOptions.ofWeight(20)),
                    new AddressServerConfig("b", "127.0.0.1", b.port(), ServerOptions.ofWeight(10)));

            StringBuilder order = new StringBuilder();
            for (int i = 0; i < 6; i++) {
                try (Socket client = connect()) {
                    order.append((char) client.getInputStream().read());
                }
            }

            assertThat(order).hasToString("abaaba");
        }
    }

    @Test
    void a_refused_connection_is_made_elsewhere_once() throws Exception {
        try (TestServer server = TestServer.named("a")) {
            apply(Configs.servers(TestServer.freePort(), server.port()));

            for (int i = 0; i < 6; i++) {
                try (Socket client = connect()) {
                    assertThat(client.getInputStream().read()).isEqualTo('a');
                }
            }

            await().untilAsserted(() -> assertThat(proxy.logged()).hasSize(6));
            // A fixed server has its turn again, as in HAProxy: only its checks would take it away.
            assertThat(proxy.logged())
                    .allSatisfy(line -> assertThat(line.load().retries())
                            .isEqualTo(line.load().redispatched() ? 1 : 0))
                    .filteredOn(line -> line.load().redispatched())
                    .hasSizeGreaterThanOrEqualTo(3);
        }
    }

    @Test
    void a_client_gets_an_end_and_the_log_says_why_when_no_server_can_be_reached() throws Exception {
        ServerTimeoutsConfig fast = new ServerTimeoutsConfig(
                Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1));
        assertApplied(proxy.apply(Configs.config(
                DRAIN,
                List.of(Configs.tcpListener("t", port, "b")),
                Configs.tcpBackend("b", fast, Configs.servers(TestServer.freePort())))));

        try (Socket client = connect()) {
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }

        assertThat(entry().outcome().termination()).isEqualTo("SC");
        assertThat(entry().timers().connect()).isEqualTo(-1);
        assertThat(entry().load().retries()).isEqualTo(3);
        assertThat(entry().route().server()).isEqualTo("s0");
    }

    @Test
    void a_backend_without_endpoints_ends_the_connection_at_once() throws Exception {
        apply();

        try (Socket client = connect()) {
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }

        assertThat(entry().outcome().termination()).isEqualTo("SC");
        assertThat(entry().route().server()).isEqualTo("<NOSRV>");
        assertThat(entry().timers().queue()).isEqualTo(-1);
    }

    @Test
    void silence_ends_a_connection_after_the_tunnel_timeout() throws Exception {
        ServerTimeoutsConfig timeouts = new ServerTimeoutsConfig(
                Duration.ofSeconds(1), Duration.ofSeconds(9), Duration.ofMillis(300), Duration.ofSeconds(1));
        try (TestServer server = TestServer.echo()) {
            assertApplied(proxy.apply(Configs.config(
                    DRAIN,
                    List.of(Configs.tcpListener("t", port, "b")),
                    Configs.tcpBackend("b", timeouts, Configs.servers(server.port())))));
            try (Socket client = connect()) {
                assertThat(client.getInputStream().read()).isEqualTo(-1);
            }
            assertThat(entry().outcome().termination()).isEqualTo("cD");
            assertThat(entry().timers().total()).isBetween(300L, 2_000L);
        }
    }

    @Test
    void resets_are_told_apart_by_who_sent_them() throws Exception {
        TestServer.Behaviour resets = socket -> {
            socket.getInputStream().read();
            socket.setSoLinger(true, 0);
        };
        try (TestServer server = TestServer.start(resets)) {
            relayTo(server.port());
            try (Socket client = connect()) {
                client.getOutputStream().write(1);
                assertThat(client.getInputStream().read()).isEqualTo(-1);
            }
            assertThat(entry().outcome().termination()).isEqualTo("SD");
        }
    }

    private void relayTo(int server) throws Exception {
        apply(Configs.servers(server));
    }

    private void apply(ServerConfig... servers) throws Exception {
        assertApplied(proxy.apply(
                Configs.config(DRAIN, List.of(Configs.tcpListener("t", port, "b")), Configs.tcpBackend("b", servers))));
    }

    private static void assertApplied(ReloadResult result) {
        assertThat(result).isInstanceOf(ReloadResult.Applied.class);
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(30_000);
        return socket;
    }

    private TcpLogEntry entry() {
        await().until(() -> !proxy.logged().isEmpty());
        return proxy.logged().peek();
    }

    private static long awaitStandstill(AtomicLong value) {
        AtomicLong before = new AtomicLong(-1);
        await().pollInterval(Duration.ofMillis(300)).until(() -> before.getAndSet(value.get()) == value.get());
        return value.get();
    }
}
