package io.tenbin.proxy.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tenbin.config.ListenerConfig;
import io.tenbin.config.MaxConnectionsConfig;
import io.tenbin.config.ProxyConfig;
import io.tenbin.coverage.Covers;
import io.tenbin.proxy.Configs;
import io.tenbin.proxy.RunningProxy;
import io.tenbin.proxy.TestServer;
import io.tenbin.proxy.transport.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** At the limit nothing is refused: who comes waits to be accepted, and gets in, in order, when there is room. */
class MaxConnectionsIT {
    private final TestServer server = TestServer.echo();
    private final int one = TestServer.freePort();
    private final int other = TestServer.freePort();
    private final List<Socket> clients = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (Socket client : clients) {
            client.close();
        }
        server.close();
    }

    @ParameterizedTest
    @MethodSource("io.tenbin.proxy.TestTransports#available")
    @Covers("LoadBalancer.spec.proxy.maxConnections")
    void the_total_holds_over_all_listeners_and_who_comes_later_waits_in_order(Transport.Kind kind) throws Exception {
        try (RunningProxy proxy = RunningProxy.start(kind)) {
            proxy.apply(config(3, Map.of()));
            Socket first = connect(one);
            Socket second = connect(other);
            Socket third = connect(one);
            assertThat(echoes(first) && echoes(second) && echoes(third)).isTrue();

            List<Socket> late = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                late.add(connect(one));
            }
            assertWaits(late.getFirst());
            assertThat(proxy.listeners().connections()).isEqualTo(3);
            assertThat(server.accepted()).isEqualTo(3);

            first.close();
            assertThat(echoes(late.get(0))).isTrue();
            assertWaits(late.get(1));
            third.close();
            assertThat(echoes(late.get(1))).isTrue();
            assertWaits(late.get(2));
            assertThat(proxy.listeners().connections()).isEqualTo(3);
            assertThat(echoes(second)).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("io.tenbin.proxy.TestTransports#available")
    @Covers("LoadBalancer.spec.listeners[].maxConnections")
    void the_limit_of_a_listener_holds_for_it_alone(Transport.Kind kind) throws Exception {
        try (RunningProxy proxy = RunningProxy.start(kind)) {
            proxy.apply(config(0, Map.of("one", 1)));
            Socket first = connect(one);
            assertThat(echoes(first)).isTrue();
            Socket waiting = connect(one);

            assertThat(echoes(connect(other))).isTrue();
            assertThat(echoes(connect(other))).isTrue();
            assertWaits(waiting);
            first.close();
            assertThat(echoes(waiting)).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("io.tenbin.proxy.TestTransports#available")
    void a_lower_limit_closes_nothing_and_a_higher_one_lets_in_at_once(Transport.Kind kind) throws Exception {
        try (RunningProxy proxy = RunningProxy.start(kind)) {
            proxy.apply(config(3, Map.of()));
            Socket first = connect(one);
            Socket second = connect(one);
            Socket third = connect(one);
            assertThat(echoes(first) && echoes(second) && echoes(third)).isTrue();

            proxy.apply(config(1, Map.of()));
            Socket fourth = connect(one);
            assertThat(echoes(first) && echoes(second) && echoes(third)).isTrue();
            first.close();
            second.close();
            await().until(() -> proxy.listeners().connections() == 1);
            assertWaits(fourth);
            assertThat(echoes(third)).isTrue();

            proxy.apply(config(2, Map.of("one", 2)));
            assertThat(echoes(fourth)).isTrue();
        }
    }

    private ProxyConfig config(int total, Map<String, Integer> ofListeners) {
        List<ListenerConfig> listeners =
                List.of(Configs.tcpListener("one", one, "app"), Configs.tcpListener("other", other, "app"));
        ProxyConfig config = Configs.config(
                Configs.drain(Duration.ZERO, Duration.ZERO),
                listeners,
                Configs.tcpBackend("app", Configs.servers(server.port())));
        return new ProxyConfig(
                config.loadBalancer(),
                config.listeners(),
                config.acls(),
                config.backends(),
                config.drain(),
                new MaxConnectionsConfig(total, new TreeMap<>(ofListeners), 0));
    }

    private Socket connect(int port) throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
        client.setTcpNoDelay(true);
        clients.add(client);
        return client;
    }

    private static boolean echoes(Socket client) throws IOException {
        client.setSoTimeout(10_000);
        client.getOutputStream().write('x');
        return client.getInputStream().read() == 'x';
    }

    private static void assertWaits(Socket client) throws IOException {
        client.setSoTimeout(200);
        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
    }
}
