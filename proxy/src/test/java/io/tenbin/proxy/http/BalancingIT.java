package io.tenbin.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenbin.coverage.Covers;
import io.tenbin.proxy.ServedDirectory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From what a Backend says about balancing to the servers that requests reach. Servers answer with their names. */
class BalancingIT {
    private final int port = io.tenbin.proxy.TestServer.freePort();
    private final List<TestServer> servers = new ArrayList<>();
    private ServedDirectory served;

    @BeforeEach
    void start() throws IOException {
        served = ServedDirectory.start(2);
        for (String name : List.of("a", "b", "c", "d")) {
            servers.add(TestServer.saying(name));
        }
    }

    @AfterEach
    void stop() throws IOException {
        served.close();
        for (TestServer server : servers) {
            server.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"false,bbbb", "true,bcbc"})
    @Covers({"Backend.spec.servers[].backup", "Backend.spec.allBackups"})
    void backups_take_over_when_no_other_server_is_left(boolean all, String takenOver) throws Exception {
        String backups = server("b", "backup: true"), others = server("c", "backup: true");
        serve("allBackups: " + all, server("a", ""), backups, others);
        assertThat(answers(4)).isEqualTo("aaaa");

        serve("allBackups: " + all, server("a", "weight: 0"), backups, others);
        assertThat(sorted(answers(4))).isEqualTo(sorted(takenOver));
    }

    @ParameterizedTest
    @CsvSource({"Ready,abab", "Drain,bbbb", "Maint,bbbb"})
    @Covers("Backend.spec.servers[].state")
    void a_server_that_is_taken_out_gets_no_new_work(String state, String reached) throws Exception {
        serve("", server("a", "state: " + state), server("b", ""));
        assertThat(sorted(answers(4))).isEqualTo(sorted(reached));
    }

    private void serve(String backend, String... lines) throws IOException {
        served.serve("""
                apiVersion: tenbin.io/v1alpha1
                kind: LoadBalancer
                metadata: {name: edge}
                spec:
                  listeners:
                  - {name: web, port: 81, targetPort: %d, protocol: HTTP, defaultBackend: app}
                ---
                apiVersion: tenbin.io/v1alpha1
                kind: Backend
                metadata: {name: app}
                spec:
                  servers: [%s]
                  %s
                """.formatted(port, String.join(", ", lines), backend));
    }

    private String server(String name, String options) {
        int index = name.charAt(0) - 'a';
        return "{name: " + name + ", address: 127.0.0.1, port: "
                + servers.get(index).port() + (options.isEmpty() ? "" : ", " + options) + "}";
    }

    /** The names of the servers that this many requests reach, on one connection. */
    private String answers(int requests) throws IOException {
        StringBuilder names = new StringBuilder();
        try (Wire client = Wire.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
            for (int i = 0; i < requests; i++) {
                names.append(client.send(HttpKeepAliveIT.GET).answer().body());
            }
        }
        return names.toString();
    }

    private static String sorted(String names) {
        return names.chars()
                .sorted()
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
