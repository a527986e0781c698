package io.tenbin.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenbin.coverage.Covers;
import io.tenbin.proxy.ServedDirectory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is changed of fields on their way, from YAML to the wire. */
class HeaderRulesIT {
    private final int port = io.tenbin.proxy.TestServer.freePort();
    private TestServer server;
    private ServedDirectory served;

    @BeforeEach
    void start() throws IOException {
        server = TestServer.start((client, self) -> {
            while (self.request(client) != null) {
                client.send(
                        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nServer: s\r\nX-A: a, b\r\nConnection: X-C\r\n\r\nhi");
            }
        });
        served = ServedDirectory.start(1);
    }

    @AfterEach
    void stop() throws IOException {
        served.close();
        server.close();
    }

    @Test
    @Covers({
        "LoadBalancer.spec.listeners[].requestHeaders.set[].name",
        "LoadBalancer.spec.listeners[].requestHeaders.set[].value",
        "LoadBalancer.spec.listeners[].requestHeaders.add[].name",
        "LoadBalancer.spec.listeners[].requestHeaders.add[].value",
        "LoadBalancer.spec.listeners[].requestHeaders.remove",
        "LoadBalancer.spec.listeners[].rules[].requestHeaders.set[].name",
        "LoadBalancer.spec.listeners[].rules[].requestHeaders.set[].value",
        "LoadBalancer.spec.listeners[].rules[].requestHeaders.add[].name",
        "LoadBalancer.spec.listeners[].rules[].requestHeaders.add[].value",
        "LoadBalancer.spec.listeners[].rules[].requestHeaders.remove"
    })
    void requests_are_changed_by_the_listener_then_by_the_rule_that_sees_the_change() throws Exception {
        serve("""
                requestHeaders:
                  set: [{name: X-Set, value: '%[method] %[req.hdr(x-list)] %[dst_port]'}]
                  add: [{name: X-Add, value: listener}]
                  remove: [X-Secret]
                rules:
                - match: {headers: [{name: X-Add, value: listener}]}
                  backend: app
                  requestHeaders:
                    set: [{name: X-Rule, value: '<%[req.hdr(X-Set)]>'}]
                    add: [{name: X-Add, value: '%[src]'}]
                    remove: [X-List]
                """);

        Wire.Message request =
                exchange("GET /p?q HTTP/1.1\r\nHost: a\r\nX-List: a, b\r\nX-Set: no\r\nX-Secret: s\r\n\r\n");

        assertThat(request.head())
                .contains(
                        "X-Set: GET b 81\r\n", "X-Rule: <GET b 81>\r\n", "X-Add: listener\r\n", "X-Add: 127.0.0.1\r\n")
                .doesNotContain("X-Secret", "X-List", "X-Set: no");
    }

    @Test
    @Covers({
        "LoadBalancer.spec.listeners[].responseHeaders.set[].name",
        "LoadBalancer.spec.listeners[].responseHeaders.set[].value",
        "LoadBalancer.spec.listeners[].responseHeaders.add[].name",
        "LoadBalancer.spec.listeners[].responseHeaders.add[].value",
        "LoadBalancer.spec.listeners[].responseHeaders.remove",
        "LoadBalancer.spec.listeners[].rules[].responseHeaders.set[].name",
        "LoadBalancer.spec.listeners[].rules[].responseHeaders.set[].value",
        "LoadBalancer.spec.listeners[].rules[].responseHeaders.add[].name",
        "LoadBalancer.spec.listeners[].rules[].responseHeaders.add[].value",
        "LoadBalancer.spec.listeners[].rules[].responseHeaders.remove"
    })
    void answers_are_changed_by_the_rule_then_by_the_listener() throws Exception {
        serve("""
                responseHeaders:
                  set: [{name: X-Set, value: '%[res.hdr(X-Rule)] of %[res.hdr(x-a)]'}]
                  add: [{name: X-C, value: kept}]
                  remove: [Server]
                rules:
                - backend: app
                  responseHeaders:
                    set: [{name: X-Rule, value: rule}]
                    add: [{name: X-Set, value: gone}, {name: X-Add, value: '%[method]'}]
                    remove: [X-Nothing]
                """);

        try (Wire client = connect()) {
            String head =
                    client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").answer().head();

            assertThat(head)
                    .contains("X-Set: rule of b\r\n", "X-Rule: rule\r\n", "X-Add: GET\r\n", "X-C: kept\r\n")
                    .doesNotContain("Server:", "gone");
        }
    }

    @Test
    void a_client_cannot_take_away_by_connection_what_the_listener_sets() throws Exception {
        serve("requestHeaders: {set: [{name: X-User, value: nobody}]}, defaultBackend: app");

        Wire.Message request =
                exchange("GET / HTTP/1.1\r\nHost: a\r\nConnection: X-User, X-Other\r\nX-Other: o\r\n\r\n");

        assertThat(request.field("X-User")).isEqualTo("nobody");
        assertThat(request.field("X-Other")).isNull();
    }

    @Test
    void what_a_request_brings_stays_within_its_line() throws Exception {
        serve(
                "requestHeaders: {set: [{name: X-Url, value: '%[url]'}, {name: X-Empty, value: '%[req.hdr(none)]'}]}, defaultBackend: app");

        Wire.Message request = exchange("GET http://a:80/p%0d%0aX:y?z HTTP/1.1\r\nHost: a:80\r\n\r\n");

        assertThat(request.field("X-Url")).isEqualTo("http://a/p%0d%0aX:y?z");
        assertThat(request.field("X-Empty")).isEmpty();
    }

    private Wire.Message exchange(String request) throws Exception {
        try (Wire client = connect()) {
            assertThat(client.send(request).answer().status()).isEqualTo(200);
        }
        return server.requests().getFirst();
    }

    private void serve(String listener) throws IOException {
        boolean flow = !listener.contains("\n");
        String fields = flow ? "" : listener.indent(4);
        served.serve("""
                apiVersion: tenbin.io/v1alpha1
                kind: LoadBalancer
                metadata: {name: edge}
                spec:
                  listeners:
                """
                + (flow
                        ? "  - {name: web, port: 81, targetPort: " + port + ", protocol: HTTP, " + listener + "}\n"
                        : "  - name: web\n    port: 81\n    targetPort: " + port + "\n    protocol: HTTP\n" + fields)
                + """
                ---
                apiVersion: tenbin.io/v1alpha1
                kind: Backend
                metadata: {name: app}
                spec: {servers: [{name: s, address: 127.0.0.1, port: %d}]}
                """.formatted(server.port()));
    }

    private Wire connect() throws IOException {
        return Wire.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }
}
