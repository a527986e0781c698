package io.tenbin.proxy.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenbin.proxy.Edge;
import io.tenbin.proxy.TestServer;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Balancing of connections. Servers say their names. */
class TcpBalancingIT {
    @RegisterExtension
    final Edge edge = new Edge();

    private final List<TestServer> servers = new ArrayList<>();

    @BeforeEach
    void start() {
        for (String name : List.of("a", "b", "c", "d")) {
            servers.add(edge.ends(TestServer.named(name)));
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
        edge.serve(
                listener(),
                Edge.backend(
                        "app",
                        "mode: TCP\nfallback: {backend: sorry}\nservers: [" + server('a', "state: " + state) + "]"),
                Edge.backend("sorry", "mode: TCP\nservers: [" + server('b', "") + "]"));
    }

    private void serve(String balance, String stateOfD) throws IOException {
        String all = server('a', "") + ", " + server('b', "") + ", " + server('c', "") + ", "
                + server('d', "state: " + stateOfD);
        edge.serve(listener(), Edge.backend("app", "mode: TCP\nbalance: " + balance + "\nservers: [" + all + "]"));
    }

    private String listener() {
        return Edge.loadBalancer("", edge.listener("TCP", "defaultBackend: app"));
    }

    private String server(char name, String options) {
        return Edge.server(String.valueOf(name), servers.get(name - 'a').port(), options);
    }

    /** The name of the server that a connection from this address of 127.0.0.0/24 reaches; it stays open. */
    private char connect(int source) {
        try {
            Socket client = edge.connectFrom("127.0.0." + source);
            return (char) client.getInputStream().read();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
