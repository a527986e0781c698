package io.tenbin.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tenbin.coverage.Covers;
import io.tenbin.proxy.ServedDirectory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that stay by a table of their addresses, over HTTP and TCP: each request comes on a connection of its own. */
class StickTableIT {
    private static final int CLIENTS = 24;

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
    @ValueSource(strings = {"HTTP", "TCP"})
    void clients_stay_when_a_server_comes_where_a_hash_would_lead_some_of_them_to_it(String mode) throws Exception {
        serve(mode, "30m", 100, "weight: 1", "weight: 1", "state: Maint");
        Map<Integer, String> before = reached();
        assertThat(before.values()).contains("a", "b").doesNotContain("c");

        serve(mode, "30m", 100, "weight: 1", "weight: 1", "weight: 1");
        assertThat(reached()).isEqualTo(before);
        assertThat(served.metric("tenbin_backend_stick_entries", "backend=\"app\""))
                .isEqualTo(CLIENTS);
        assertThat(get(CLIENTS + 1)).as("a newcomer").isEqualTo(get(CLIENTS + 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP", "TCP"})
    void clients_of_a_server_that_is_gone_move_once(String mode) throws Exception {
        serve(mode, "30m", 100, "weight: 1", "weight: 1", "weight: 1");
        Map<Integer, String> before = reached();
        serve(mode, "30m", 100, "weight: 1", "weight: 1", "state: Maint");
        Map<Integer, String> after = reached();
        before.forEach((client, server) -> {
            if (server.equals("c")) {
                assertThat(after.get(client)).isIn("a", "b");
            } else {
                assertThat(after.get(client)).isEqualTo(server);
            }
        });
        assertThat(after).isNotEqualTo(before);

        serve(mode, "30m", 100, "weight: 1", "weight: 1", "weight: 1");
        assertThat(reached()).isEqualTo(after);
    }

    @ParameterizedTest
    @CsvSource({"HTTP, weight: 0", "HTTP, state: Drain", "TCP, weight: 0", "TCP, state: Drain"})
    void a_server_that_takes_no_new_work_keeps_its_clients(String mode, String option) throws Exception {
        serve(mode, "30m", 100, "weight: 1", "weight: 1", "weight: 1");
        Map<Integer, String> before = reached();
        assertThat(before).containsValue("c");
        serve(mode, "30m", 100, "weight: 1", "weight: 1", option);
        assertThat(reached()).isEqualTo(before);
        for (int client = CLIENTS + 1; client <= 2 * CLIENTS; client++) {
            assertThat(get(client)).isIn("a", "b");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP", "TCP"})
    void where_nothing_takes_new_work_clients_stay_and_newcomers_fall_back(String mode) throws Exception {
        serve(mode, "30m", 100, "weight: 1", "weight: 1", "weight: 1");
        Map<Integer, String> before = reached();
        serve(mode, "30m", 100, "state: Drain", "state: Drain", "weight: 0");
        assertThat(reached()).isEqualTo(before);
        assertThat(get(CLIENTS + 1)).isEqualTo("d");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP", "TCP"})
    void a_server_that_refuses_is_left_at_the_last_retry_and_the_client_has_another_one_from_then_on(String mode)
            throws Exception {
        serve(mode, "30m", 100, "weight: 1", "weight: 1", "weight: 1");
        int client = clientOf("c");
        int stopped = servers.get(2).port();
        servers.get(2).close();
        String other = get(client);
        assertThat(other).isIn("a", "b");
        servers.set(2, TestServer.start(stopped, (wire, server) -> server.request(wire)));
        assertThat(get(client)).isEqualTo(other);
        assertThat(served.log(client + 2))
                .hasSize(client + 2)
                .filteredOn(line -> line.contains("+1"))
                .as("redispatched once")
                .singleElement()
                .satisfies(line -> assertThat(line).contains("/" + other + " "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP", "TCP"})
    @Covers("Backend.spec.persistence.stickOn.expire")
    void who_was_not_seen_for_too_long_is_hashed_again(String mode) throws Exception {
        serve(mode, "30m", 100, "weight: 1", "weight: 1", "weight: 1");
        int client = clientOf("c");
        serve(mode, "200ms", 100, "weight: 1", "weight: 1", "state: Maint");
        assertThat(get(client)).isIn("a", "b");
        serve(mode, "200ms", 100, "weight: 1", "weight: 1", "weight: 1");
        await().pollDelay(Duration.ofMillis(250)).until(() -> get(client).equals("c"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP", "TCP"})
    @Covers("Backend.spec.persistence.stickOn.size")
    void of_too_many_the_latest_are_remembered(String mode) throws Exception {
        serve(mode, "30m", 2, "weight: 1", "weight: 1", "state: Maint");
        Map<Integer, String> before = reached();
        serve(mode, "30m", 2, "weight: 1", "weight: 1", "weight: 1");
        Map<Integer, String> after = reached(CLIENTS, 1);
        assertThat(after.get(CLIENTS)).isEqualTo(before.get(CLIENTS));
        assertThat(after.get(CLIENTS - 1)).isEqualTo(before.get(CLIENTS - 1));
        assertThat(after).containsValue("c");
        assertThat(served.metric("tenbin_backend_stick_entries", "backend=\"app\""))
                .isEqualTo(2);
        assertThat(served.metric("tenbin_backend_stick_purged_total", "backend=\"app\""))
                .isGreaterThanOrEqualTo(CLIENTS - 2);
    }

    private int clientOf(String server) throws IOException {
        int client = 1;
        while (!get(client).equals(server)) {
            client++;
        }
        return client;
    }

    private Map<Integer, String> reached() throws IOException {
        return reached(1, CLIENTS);
    }

    private Map<Integer, String> reached(int from, int to) throws IOException {
        Map<Integer, String> reached = new TreeMap<>();
        int step = from <= to ? 1 : -1;
        for (int client = from; client != to + step; client += step) {
            reached.put(client, get(client));
        }
        return reached;
    }

    private String get(int client) throws IOException {
        InetAddress source = InetAddress.getByName("127.0.1." + client);
        try (Wire wire = new Wire(new Socket(InetAddress.getLoopbackAddress(), port, source, 0))) {
            return wire.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").answer().body();
        }
    }

    private void serve(String mode, String expire, int size, String... options) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < options.length; i++) {
            lines.append("  - {name: %s, address: 127.0.0.1, port: %d, %s}%n"
                    .formatted((char) ('a' + i), servers.get(i).port(), options[i]));
        }
        served.serve("""
                apiVersion: tenbin.io/v1alpha1
                kind: LoadBalancer
                metadata: {name: edge}
                spec: {listeners: [{name: web, port: 81, targetPort: %d, protocol: %s, defaultBackend: app}]}
                ---
                apiVersion: tenbin.io/v1alpha1
                kind: Backend
                metadata: {name: app}
                spec:
                  mode: %s
                  timeouts: {connect: 100ms}
                  retries: {count: 1}
                  healthCheck: {type: None}
                  persistence: {stickOn: {key: SourceAddress, expire: %s, size: %d}}
                  fallback: {backend: sorry}
                  servers:
                %s---
                apiVersion: tenbin.io/v1alpha1
                kind: Backend
                metadata: {name: sorry}
                spec: {mode: %s, servers: [{name: d, address: 127.0.0.1, port: %d}]}
                """.formatted(
                port, mode, mode, expire, size, lines, mode, servers.get(3).port()));
    }
}
