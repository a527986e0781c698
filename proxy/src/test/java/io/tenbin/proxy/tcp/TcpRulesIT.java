package io.tenbin.proxy.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tenbin.coverage.Covers;
import io.tenbin.proxy.ServedDirectory;
import io.tenbin.proxy.TestServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What rules of TCP listeners do with a connection. */
class TcpRulesIT {
    private static final String CLIENT = "127.0.0.1";

    private static int port;
    private static TestServer one;
    private static TestServer other;
    private static ServedDirectory served;

    @BeforeAll
    static void start() throws IOException {
        port = TestServer.freePort();
        one = TestServer.named("one");
        other = TestServer.named("other");
        served = ServedDirectory.start(1);
    }

    @AfterAll
    static void stop() throws IOException {
        served.close();
        one.close();
        other.close();
    }

    @Test
    @Covers("LoadBalancer.spec.listeners[].rules[].reject")
    void what_is_rejected_is_reset_without_an_answer_and_without_a_line_in_the_log() throws Exception {
        serve("{if: '{ src 127.0.0.8/29 }', reject: true}");
        try (Socket client = connect("127.0.0.9")) {
            assertThatThrownBy(() -> client.getInputStream().read())
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
        }

        assertThat(greeting(CLIENT)).isEqualTo("one");
        await().untilAsserted(() -> assertThat(served.log())
                .anyMatch(line -> line.startsWith(CLIENT + ":") && line.contains(" raw one/s ")));
        assertThat(served.log()).noneMatch(line -> line.startsWith("127.0.0.9:"));
    }

    @Test
    void connections_are_shared_by_weight_and_without_any_weight_rejected() throws Exception {
        serve("{backends: [{name: one, weight: 1}, {name: other, weight: 2}]}");

        List<String> greetings = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            greetings.add(greeting(CLIENT));
        }
        assertThat(greetings).filteredOn("one"::equals).hasSize(3);
        assertThat(greetings).filteredOn("other"::equals).hasSize(6);

        serve("{backends: [{name: one, weight: 0}]}");
        assertThatThrownBy(() -> greeting(CLIENT)).isInstanceOf(SocketException.class);
    }

    private static void serve(String rule) throws IOException {
        served.serve("""
                apiVersion: tenbin.io/v1alpha1
                kind: LoadBalancer
                metadata: {name: edge}
                spec:
                  listeners: [{name: raw, port: 81, targetPort: %d, protocol: TCP, defaultBackend: one, rules: [%s]}]
                ---
                apiVersion: tenbin.io/v1alpha1
                kind: Backend
                metadata: {name: one}
                spec: {mode: TCP, servers: [{name: s, address: 127.0.0.1, port: %d}]}
                ---
                apiVersion: tenbin.io/v1alpha1
                kind: Backend
                metadata: {name: other}
                spec: {mode: TCP, servers: [{name: s, address: 127.0.0.1, port: %d}]}
                """.formatted(port, rule, one.port(), other.port()));
    }

    private static Socket connect(String source) throws IOException {
        return new Socket(InetAddress.ofLiteral("127.0.0.1"), port, InetAddress.ofLiteral(source), 0);
    }

    private static String greeting(String source) throws IOException {
        try (Socket client = connect(source)) {
            return new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
        }
    }
}
