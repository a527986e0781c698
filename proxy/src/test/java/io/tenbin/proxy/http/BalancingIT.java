package io.tenbin.proxy.http;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tenbin.coverage.Covers;
import io.tenbin.proxy.ServedDirectory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @CsvSource({"First,aaaaaa", "StaticRoundRobin,aabaab", "RoundRobin,abaaba"})
    @Covers("Backend.spec.balance.algorithm")
    void requests_go_round_as_the_algorithm_says(String algorithm, String order) throws Exception {
        serve("balance: {algorithm: " + algorithm + "}", server("a", "weight: 2"), server("b", "weight: 1"));
        assertThat(answers(6)).isEqualTo(order);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{algorithm: LeastConnections}",
                "{algorithm: Random, draws: 16}",
                "{algorithm: PeakEWMA, draws: 16}"
            })
    @Covers("Backend.spec.balance.draws")
    void a_busy_server_is_left_alone(String balance) throws Exception {
        TestServer busy = silent();
        String line = "{name: busy, address: 127.0.0.1, port: " + busy.port() + "}";
        serve("balance: " + balance, line, server("b", "weight: 3"));
        List<Wire> waiting = new ArrayList<>();
        try {
            while (busy.requests().isEmpty()) {
                Wire client = connect();
                waiting.add(client);
                client.send(HttpKeepAliveIT.GET);
                await().until(() ->
                        servers.get(1).requests().size() + busy.requests().size() == waiting.size());
            }
            // With the default of two draws one in 16 would go there.
            assertThat(answers(200)).isEqualTo("b".repeat(200));
        } finally {
            for (Wire client : waiting) {
                client.close();
            }
        }
    }

    @Test
    void a_slow_server_gets_less_by_its_latency() throws Exception {
        TestServer slow = TestServer.start((client, self) -> {
            while (self.request(client) != null) {
                Thread.sleep(300);
                client.send("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\ns");
            }
        });
        servers.add(slow);
        serve(
                "balance: {algorithm: PeakEWMA, draws: 16}",
                "{name: s, address: 127.0.0.1, port: " + slow.port() + "}",
                server("b", ""));
        answers(10);
        assertThat(answers(50).chars().filter(c -> c == 's').count()).isLessThan(3);
    }

    @ParameterizedTest
    @CsvSource({
        "'{algorithm: URI, uri: {length: 5}}',/abc%s,true",
        "'{algorithm: URI, uri: {length: 6}}',/abc%s,false",
        "'{algorithm: URI, uri: {depth: 2}}',/a/b/%s,true",
        "'{algorithm: URI, uri: {depth: 3}}',/a/b/%s,false",
        "'{algorithm: URI}',/a?x=%s,true",
        "'{algorithm: URI, uri: {whole: true}}',/a?x=%s,false",
        "'{algorithm: URI}',http://%s.test/a,true",
        "'{algorithm: URI, uri: {pathOnly: false}}',http://%s.test/a,false",
        "'{algorithm: QueryParameter, queryParameter: {name: u}}',/?u=1&v=%s,true",
        "'{algorithm: QueryParameter, queryParameter: {name: v}}',/?u=1&v=%s,false",
    })
    @Covers({
        "Backend.spec.balance.uri.length",
        "Backend.spec.balance.uri.depth",
        "Backend.spec.balance.uri.whole",
        "Backend.spec.balance.uri.pathOnly",
        "Backend.spec.balance.queryParameter.name"
    })
    void what_is_hashed_of_a_target_decides_alone(String balance, String target, boolean same) throws Exception {
        serve("balance: " + balance, server("a", ""), server("b", ""), server("c", ""), server("d", ""));
        check(same, key -> answer(target.formatted(key), key + ".test", "X: y"));
    }

    @ParameterizedTest
    @CsvSource({
        "'{algorithm: Header, header: {name: x-user}}',X-User: me,X-Other: %s,true",
        "'{algorithm: Header, header: {name: x-user}}',X-User: %s,X-Other: me,false",
        "'{algorithm: Cookie, cookie: {name: sid}}',Cookie: a=b; sid=me,Cookie: sid=%s,true",
        "'{algorithm: Cookie, cookie: {name: sid}}',Cookie: a=b; sid=%s,X: y,false",
        "{algorithm: Source},X: y,X: %s,true",
    })
    @Covers({"Backend.spec.balance.header.name", "Backend.spec.balance.cookie.name"})
    void what_is_hashed_of_the_fields_decides_alone(String balance, String field, String other, boolean same)
            throws Exception {
        serve("balance: " + balance, server("a", ""), server("b", ""), server("c", ""), server("d", ""));
        check(same, key -> answer("/", "h", (field + "\r\n" + other).formatted(key, key)));
    }

    @Test
    @Covers("Backend.spec.balance.hash.type")
    void a_map_picks_what_haproxy_picks() throws Exception {
        serve(
                "balance: {algorithm: Header, header: {name: X-Key}, hash: {type: Map}}",
                server("a", "weight: 3"),
                server("b", "weight: 1"),
                server("c", "weight: 2"));
        List<String[]> vectors = vectors("3,1,2\thdr\t[0-9]+\t.*");
        assertThat(vectors).hasSize(8);
        for (String[] vector : vectors) {
            assertThat(answer("/", "h", "X-Key: " + vector[2]))
                    .isEqualTo("abc".substring(Integer.parseInt(vector[3])).substring(0, 1));
        }
    }

    @ParameterizedTest
    @CsvSource({"0,4", "110,2"})
    @Covers("Backend.spec.balance.hash.balanceFactor")
    void a_bound_sends_what_is_too_much_elsewhere(int factor, int most) throws Exception {
        List<TestServer> silent = List.of(silent(), silent(), silent(), silent());
        serve(
                "balance: {algorithm: Source, hash: {balanceFactor: " + factor + "}}",
                silent.stream()
                        .map(server ->
                                "{name: s" + server.port() + ", address: 127.0.0.1, port: " + server.port() + "}")
                        .toArray(String[]::new));
        List<Wire> waiting = new ArrayList<>();
        try {
            for (int i = 1; i <= 4; i++) {
                waiting.add(connect());
                waiting.getLast().send(HttpKeepAliveIT.GET);
                int sent = i;
                await().until(() -> silent.stream()
                                .mapToInt(server -> server.requests().size())
                                .sum()
                        == sent);
            }
            assertThat(silent.stream()
                            .mapToInt(server -> server.requests().size())
                            .max())
                    .hasValue(most);
        } finally {
            for (Wire client : waiting) {
                client.close();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"Ready,aaaa", "Drain,dddd"})
    @Covers("Backend.spec.fallback.backend")
    void another_backend_takes_over_while_no_server_is_usable(String state, String reached) throws Exception {
        String rest = """
                fallback: {backend: empty}
                ---
                apiVersion: tenbin.io/v1alpha1
                kind: Backend
                metadata: {name: empty}
                spec: {servers: [%s], fallback: {backend: sorry}}
                ---
                apiVersion: tenbin.io/v1alpha1
                kind: Backend
                metadata: {name: sorry}
                spec: {servers: [%s]}
                """.formatted(server("c", "state: Maint"), server("d", ""))
                .indent(2)
                .replaceAll("(?m)^  (---|apiV|kind|meta|spec)", "$1");
        serve(rest.strip(), server("a", "state: " + state), server("b", "weight: 0, backup: true"));
        assertThat(answers(4)).isEqualTo(reached);
        assertThat(served.log(4).getFirst()).contains(state.equals("Ready") ? " app/a " : " sorry/d ");
    }

    @Test
    @Covers("Backend.spec.slowStart")
    void a_server_that_appears_beside_others_starts_slowly() throws Exception {
        serve("slowStart: 1h", server("a", ""), server("b", ""));
        assertThat(sorted(answers(34))).isEqualTo("a".repeat(17) + "b".repeat(17));

        serve("slowStart: 1h", server("a", ""), server("b", ""), server("c", ""));
        assertThat(answers(330).chars().filter(c -> c == 'c').count()).isEqualTo(10);
    }

    @Test
    void the_weight_of_a_server_that_starts_slowly_grows_until_it_is_whole() throws Exception {
        serve("slowStart: 1100ms", server("a", ""));
        serve("slowStart: 1100ms", server("a", ""), server("b", ""));
        assertThat(answers(34).chars().filter(c -> c == 'b').count()).isLessThan(17);
        await().atMost(10, SECONDS)
                .untilAsserted(() -> assertThat(sorted(answers(20))).isEqualTo("a".repeat(10) + "b".repeat(10)));
    }

    @ParameterizedTest
    @CsvSource({"'state: Drain',bbbb", "'state: Maint',bbbb", "'weight: 3',aaab", "'weight: 0',bbbb"})
    @Covers({
        "Backend.spec.endpointOverrides[].pod",
        "Backend.spec.endpointOverrides[].state",
        "Backend.spec.endpointOverrides[].weight"
    })
    void a_single_pod_can_be_taken_out_or_weighed_otherwise(String override, String reached) throws Exception {
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
                  servers: [{name: a, service: {name: sa, port: 80}}, {name: b, service: {name: sb, port: 80}}]
                  endpointOverrides: [{pod: pod-a, %s}, {pod: pod-x, state: Maint}]
                """.formatted(port, override) + pod("a", 0) + pod("b", 1));
        assertThat(sorted(answers(4))).isEqualTo(reached);
    }

    private String pod(String name, int server) {
        return """
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: s%s}
                spec: {ports: [{port: 80}]}
                ---
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata: {name: s%s-1, labels: {kubernetes.io/service-name: s%s}}
                addressType: IPv4
                endpoints: [{addresses: [127.0.0.1], targetRef: {name: pod-%s, uid: u%s}}]
                ports: [{port: %d}]
                """.formatted(name, name, name, name, name, servers.get(server).port());
    }

    private interface Ask {
        String with(String key) throws IOException;
    }

    /** Whether sixteen keys lead to the same server, each of them twice, or to several. */
    private static void check(boolean same, Ask ask) throws IOException {
        Set<String> reached = new HashSet<>();
        for (int i = 0; i < 16; i++) {
            String first = ask.with("k" + i);
            assertThat(ask.with("k" + i)).isEqualTo(first);
            reached.add(first);
        }
        assertThat(reached.size() == 1).as("reached %s", reached).isEqualTo(same);
    }

    private String answer(String target, String host, String fields) throws IOException {
        try (Wire client = connect()) {
            return client.send("GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\n" + fields + "\r\n\r\n")
                    .answer()
                    .body();
        }
    }

    private static List<String[]> vectors(String form) throws IOException {
        try (var text = RequestInput.class.getResourceAsStream("/io/tenbin/proxy/balance/haproxy-vectors.txt")) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.matches(form))
                    .map(line -> line.split("\t"))
                    .toList();
        }
    }

    /** A server that reads requests and never answers. */
    private TestServer silent() throws IOException {
        servers.add(TestServer.start((client, self) -> {
            self.request(client);
            client.rest();
        }));
        return servers.getLast();
    }

    private Wire connect() throws IOException {
        return Wire.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
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
        try (Wire client = connect()) {
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
