package io.tenbin.proxy.http;

import static io.tenbin.proxy.http.HttpKeepAliveIT.GET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tenbin.coverage.Covers;
import io.tenbin.proxy.Edge;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From a field in YAML to what it does on the wire. */
class FieldsIT {
    @RegisterExtension
    final Edge edge = new Edge();

    private final List<TestServer> servers = new ArrayList<>();

    @Test
    @Covers({
        "LoadBalancer.spec.listeners[].name",
        "LoadBalancer.spec.listeners[].port",
        "LoadBalancer.spec.listeners[].targetPort",
        "LoadBalancer.spec.listeners[].defaultBackend",
        "Backend.spec.servers[].name",
        "Backend.spec.servers[].address",
        "Backend.spec.servers[].port"
    })
    void a_listener_is_bound_at_its_pod_port_and_names_stand_in_the_log() throws Exception {
        edge.serve(loadBalancer("defaultBackend: app") + backend("app", "servers: [" + server("hello", "one") + "]"));

        try (Wire client = connect()) {
            assertThat(client.send(GET).answer().body()).isEqualTo("hello");
        }
        assertThat(servers.getFirst().requests().getFirst().field("X-Forwarded-Port"))
                .isEqualTo("81");
        assertThat(edge.log(1).getFirst()).contains(" web app/one ");
    }

    @Test
    @Covers({"LoadBalancer.spec.listeners[].protocol", "Backend.spec.mode"})
    void a_listener_of_tcp_passes_on_what_is_no_http() throws Exception {
        try (var echo = io.tenbin.proxy.TestServer.echo()) {
            edge.serve(
                    edge("", edge.listener("TCP", "defaultBackend: app")),
                    backend("app", "mode: TCP\nservers: [" + Edge.server("a", echo.port(), "") + "]"));

            try (Wire client = connect()) {
                client.send("\u0001\u0002no request").shutdownOutput();
                assertThat(client.rest()).isEqualTo("\u0001\u0002no request");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "hosts: [a.test],Host: a.test,Host: b.test",
        "hosts: ['*.a.test'],Host: x.y.a.test,Host: a.test",
        "'paths: [{type: Exact, value: /q}]',Host: x,Path: /q/r",
        "'paths: [{type: Prefix, value: /q}]',Path: /q/r,Path: /qr",
        "methods: [DELETE],Method: DELETE,Method: GET",
        "'headers: [{name: x-a, value: b}]',X-A: b,X-A: c",
    })
    @Covers({
        "LoadBalancer.spec.listeners[].rules[].backend",
        "LoadBalancer.spec.listeners[].rules[].match.hosts",
        "LoadBalancer.spec.listeners[].rules[].match.paths[].type",
        "LoadBalancer.spec.listeners[].rules[].match.paths[].value",
        "LoadBalancer.spec.listeners[].rules[].match.methods",
        "LoadBalancer.spec.listeners[].rules[].match.headers[].name",
        "LoadBalancer.spec.listeners[].rules[].match.headers[].value"
    })
    void a_rule_sends_what_matches_elsewhere(String match, String matching, String other) throws Exception {
        edge.serve(loadBalancer("defaultBackend: app, rules: [{match: {" + match + "}, backend: special}]")
                + backend("app", "servers: [" + server("usual", "s") + "]")
                + backend("special", "servers: [" + server("special", "s") + "]"));

        try (Wire client = connect()) {
            assertThat(client.send(request(matching)).answer().body()).isEqualTo("special");
            assertThat(client.send(request(other)).answer().body()).isEqualTo("usual");
        }
    }

    @Test
    @Covers({"Backend.spec.servers[].service.name", "Backend.spec.servers[].service.port"})
    void a_services_endpoints_are_found_by_its_port() throws Exception {
        server("pod", "unused");
        edge.serve(loadBalancer("defaultBackend: app")
                + backend("app", "servers: [{name: s, service: {name: shop, port: web}}]")
                + """
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: shop}
                spec: {ports: [{name: web, port: 80}, {name: other, port: 81}]}
                ---
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata: {name: shop-1, labels: {kubernetes.io/service-name: shop}}
                addressType: IPv4
                endpoints: [{addresses: [127.0.0.1], targetRef: {name: shop-7d, uid: u1}}]
                ports: [{name: other, port: 1}, {name: web, port: %d}]
                """.formatted(servers.getFirst().port()));

        try (Wire client = connect()) {
            assertThat(client.send(GET).answer().body()).isEqualTo("pod");
        }
        assertThat(edge.log(1).getFirst()).contains(" app/shop-7d ");
    }

    @Test
    @Covers("Backend.spec.servers[].weight")
    void servers_get_their_share() throws Exception {
        edge.serve(loadBalancer("defaultBackend: app")
                + backend(
                        "app",
                        "defaults: {weight: 3}\nservers: [" + server("three", "a") + ", "
                                + server("one", "b, weight: 1") + ", " + server("none", "c, weight: 0") + "]"));

        List<String> bodies = new ArrayList<>();
        try (Wire client = connect()) {
            for (int i = 0; i < 40; i++) {
                bodies.add(client.send(GET).answer().body());
            }
        }
        assertThat(Collections.frequency(bodies, "three")).isEqualTo(30);
        assertThat(Collections.frequency(bodies, "one")).isEqualTo(10);
    }

    @ParameterizedTest
    @CsvSource({"requestLine: 100,414", "headers: 150,431", "headerCount: 3,431"})
    @Covers({
        "LoadBalancer.spec.http.limits.requestLine",
        "LoadBalancer.spec.http.limits.headers",
        "LoadBalancer.spec.http.limits.headerCount"
    })
    void a_request_beyond_a_limit_is_refused(String limit, int status) throws Exception {
        edge.serve(loadBalancer("defaultBackend: app, http: {limits: {" + limit + "}}")
                + backend("app", "servers: [" + server("hello", "s") + "]"));
        String large = "GET /" + "x".repeat(status == 414 ? 90 : 1) + " HTTP/1.1\r\nHost: a\r\n" + "A: "
                + "b".repeat(30) + "\r\n" + ("A: " + "b".repeat(30) + "\r\n").repeat(3) + "\r\n";

        try (Wire client = connect()) {
            assertThat(client.send(GET).answer().status()).isEqualTo(200);
            assertThat(client.send(large).answer().status()).isEqualTo(status);
        }
    }

    @Test
    @Covers("LoadBalancer.spec.logging.access.format")
    void a_listener_can_do_without_a_log() throws Exception {
        String tail = backend("app", "servers: [" + server("hello", "s") + "]");
        edge.serve(loadBalancer("defaultBackend: app, logging: {access: {format: None}}") + tail);
        try (Wire client = connect()) {
            client.send("GET /quiet HTTP/1.1\r\nHost: a\r\n\r\n").answer();
        }
        edge.serve(loadBalancer("defaultBackend: app") + tail);
        try (Wire client = connect()) {
            client.send("GET /loud HTTP/1.1\r\nHost: a\r\n\r\n").answer();
        }

        assertThat(edge.log(1)).hasSize(1).first().asString().contains("/loud");
    }

    @Test
    @Covers("LoadBalancer.spec.proxy.drain.minDuration")
    void a_listener_that_is_removed_accepts_for_a_while() throws Exception {
        String proxy = "proxy: {drain: {minDuration: 2s}}, ";
        String tail = backend("app", "servers: [" + server("hello", "s") + "]");
        int stays = io.tenbin.proxy.TestServer.freePort();
        String other = "{name: stays, port: 82, targetPort: " + stays + ", protocol: HTTP, defaultBackend: app}";
        edge.serve(edge(proxy, listener("defaultBackend: app") + ", " + other) + tail);
        edge.serve(edge(proxy, other) + tail);

        try (Wire client = connect()) {
            assertThat(client.send(GET).answer().body()).isEqualTo("hello");
        }
    }

    @Test
    @Covers("LoadBalancer.spec.proxy.drain.timeout")
    void work_that_does_not_end_is_ended() throws Exception {
        servers.add(edge.ends(TestServer.start((client, self) -> {
            self.request(client);
            client.rest();
        })));
        edge.serve(edge("proxy: {drain: {minDuration: 0s, timeout: 300ms}}, ", listener("defaultBackend: app"))
                + backend(
                        "app",
                        "servers: [{name: a, address: 127.0.0.1, port: "
                                + servers.getLast().port() + "}]"));
        try (Wire client = connect()) {
            client.send(GET);
            await().until(() -> servers.getLast().requests().size() == 1);
            long began = System.nanoTime();

            assertThat(edge.served().drain()).isFalse();
            assertThat(System.nanoTime() - began).isBetween(290_000_000L, 4_000_000_000L);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"LoadBalancer", "Backend"})
    @Covers({"LoadBalancer.spec.timeouts.tunnel", "Backend.spec.timeouts.tunnel"})
    void a_tunnel_is_idle_for_the_shorter_of_its_two_times(String shorter) throws Exception {
        servers.add(edge.ends(TestServer.start((client, self) -> {
            client.head();
            client.send("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n");
            client.rest();
        })));
        String mine = "timeouts: {tunnel: 300ms}";
        edge.serve(edge(shorter.equals("LoadBalancer") ? mine + ", " : "", listener("defaultBackend: app"))
                + backend(
                        "app",
                        "servers: [{name: a, address: 127.0.0.1, port: "
                                + servers.getLast().port() + "}]\n"
                                + (shorter.equals("Backend") ? mine : "")));

        try (Wire client = connect()) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n")
                    .head();
            assertThat(client.rest()).isEmpty();
        }
        assertThat(edge.log(1).getFirst()).contains(" cD-- ");
    }

    private Wire connect() throws IOException {
        return Wire.connect(edge.address());
    }

    /** A request that is like this in one respect. */
    private static String request(String with) {
        String path = with.startsWith("Path: ") ? with.substring(6) : "/q";
        String method = with.startsWith("Method: ") ? with.substring(8) : "GET";
        String field = with.startsWith("Path: ") || with.startsWith("Method: ") ? "" : with + "\r\n";
        String host = with.startsWith("Host: ") ? "" : "Host: x\r\n";
        return method + " " + path + " HTTP/1.1\r\n" + host + field + "\r\n";
    }

    private String loadBalancer(String listener) {
        return edge.loadBalancer(listener);
    }

    private String listener(String more) {
        return edge.listener("HTTP", more);
    }

    private static String edge(String spec, String listeners) {
        return Edge.loadBalancer(spec, listeners);
    }

    private static String backend(String name, String spec) {
        return Edge.backend(name, spec);
    }

    /** Starts a server that says these words. */
    private String server(String words, String name) throws IOException {
        servers.add(edge.ends(TestServer.saying(words)));
        return "{address: 127.0.0.1, port: " + servers.getLast().port() + ", name: " + name + "}";
    }
}
