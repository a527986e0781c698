package io.tenbin.proxy.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenbin.proxy.ServedDirectory;
import io.tenbin.proxy.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Balancing of connections. Servers say their names. */
class TcpBalancingIT {
    private final int port = TestServer.freePort();
    private final List<TestServer> servers = new ArrayList<>();
    private final List<Socket> clients = new ArrayList<>();
    private ServedDirectory served;

    @BeforeEach
    void start() throws IOException {
        served = ServedDirectory.start(2);
        for (String name : List.of("a", "b", "c", "d")) {
            servers.add(TestServer.named(name));
        }
    }

    @AfterEach
    void stop() throws IOException {
        for (Socket client : clients) {
            client.close();
        }
        served.close();
        for (TestServer server : servers) {
            server.close();
        }
    }

    @Test
    void a_source_address_stays_with_its_server_and_only_those_of_a_lost_server_move() throws Exception {
        serve("{algorithm: Source}", "Ready");
        Map<Integer, Character> before = new TreeMap<>();
        for (int source = 1; source <= 24; source++) {
            before.put(source, connect(source));
            assertThat(connect(source)).isEqualTo(before.get(source));
        }
        assertThat(before.values()).contains('a', 'b', 'c', 'd');

        serve("{algorithm: Source}", "Maint");
        before.forEach((source, server) -> {
            if (server == 'd') {
                assertThat(connect(source)).isNotEqualTo('d');
            } else {
                assertThat(connect(source)).isEqualTo(server);
            }
        });
    }

    @Test
    void connections_that_stand_count_for_the_least_connections() throws Exception {
        serve("{algorithm: LeastConnections}", "Maint");
        StringBuilder reached = new StringBuilder();
        for (int i = 0; i < 9; i++) {
            reached.append(connect(1));
        }
        for (String name : List.of("a", "b", "c")) {
            assertThat(reached.chars().filter(c -> c == name.charAt(0)).count()).isEqualTo(3);
        }
    }

    @Test
    void connections_fall_back_to_another_backend_while_no_server_is_usable() throws Exception {
        for (String state : List.of("Ready", "Maint")) {
            serveWithFallback(state);
            assertThat(connect(1)).isEqualTo(state.equals("Ready") ? 'a' : 'b');
        }
    }

    private void serveWithFallback(String state) throws IOException {
        served.serve(
                """
                apiVersion: tenbin.io/v1alpha1
                kind: LoadBalancer
                metadata: {name: edge}
                spec:
                  listeners:
                  - {name: t, port: 81, targetPort: %d, protocol: TCP, defaultBackend: app}
                ---
                apiVersion: tenbin.io/v1alpha1
                kind: Backend
                metadata: {name: app}
                spec:
                  mode: TCP
                  fallback: {backend: sorry}
                  servers: [{name: a, address: 127.0.0.1, port: %d, state: %s}]
                ---
                apiVersion: tenbin.io/v1alpha1
                kind: Backend
                metadata: {name: sorry}
                spec:
                  mode: TCP
                  servers: [{name: b, address: 127.0.0.1, port: %d}]
                """.formatted(port, servers.get(0).port(), state, servers.get(1).port()));
    }

    private void serve(String balance, String stateOfD) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < servers.size(); i++) {
            char name = (char) ('a' + i);
            lines.append("  - {name: %s, address: 127.0.0.1, port: %d%s}\n"
                    .formatted(name, servers.get(i).port(), name == 'd' ? ", state: " + stateOfD : ""));
        }
        served.serve("""
                apiVersion: tenbin.io/v1alpha1
                kind: LoadBalancer
                metadata: {name: edge}
                spec:
                  listeners:
                  - {name: t, port: 81, targetPort: %d, protocol: TCP, defaultBackend: app}
                ---
                apiVersion: tenbin.io/v1alpha1
                kind: Backend
                metadata: {name: app}
                spec:
                  mode: TCP
                  balance: %s
                  servers:
                """.formatted(port, balance) + lines);
    }

    /** The name of the server that a connection from this address of 127.0.0.0/24 reaches; it stays open. */
    private char connect(int source) {
        try {
            Socket client =
                    new Socket(InetAddress.getLoopbackAddress(), port, InetAddress.getByName("127.0.0." + source), 0);
            clients.add(client);
            return (char) client.getInputStream().read();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
