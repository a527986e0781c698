package io.tenbin.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tenbin.coverage.Covers;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Copies of requests for another Backend. */
class MirrorIT {
    private static final String HELLO = "GET / HTTP/1.1\r\nHost: a.test\r\n\r\n";

    @RegisterExtension
    final ServedRules served = new ServedRules();

    private TestServer app;
    private TestServer shadow;

    @BeforeEach
    void start() throws IOException {
        app = TestServer.saying("app");
        shadow = TestServer.saying("shadow");
        served.backend("app", app)
                .backend("shadow", shadow, "", "requestHeaders: {set: [{name: X-Shadow, value: shadow}]}");
    }

    @Test
    @Covers("LoadBalancer.spec.listeners[].rules[].mirror.backend")
    void a_copy_is_what_the_rule_made_of_the_request_and_its_answer_is_thrown_away() throws Exception {
        served.serve(mirror("requestHeaders: {set: [{name: X-Rule, value: rule}]}, rewrite: {path: /new}, "));

        try (Wire client = served.connect()) {
            String body = "x".repeat(60_000);
            client.send("POST /old?q HTTP/1.1\r\nHost: a.test\r\nContent-Length: 60000\r\n\r\n" + body);
            assertThat(client.answer().body()).isEqualTo("app");
            client.send("POST /old HTTP/1.1\r\nHost: a.test\r\nTransfer-Encoding: chunked\r\n\r\n")
                    .send("3\r\nabc\r\n0\r\nX-Trailer: t\r\n\r\n");
            assertThat(client.answer().body()).isEqualTo("app");
        }

        await().untilAsserted(() -> assertThat(shadow.requests()).hasSize(2));
        Wire.Message copy = shadow.requests().getFirst();
        assertThat(copy.firstLine()).isEqualTo("POST /new?q HTTP/1.1");
        assertThat(copy.body()).hasSize(60_000);
        assertThat(copy.field("X-Rule")).isEqualTo("rule");
        assertThat(copy.field("X-Shadow")).isEqualTo("shadow");
        assertThat(copy.field("Host")).isEqualTo("a.test");
        assertThat(shadow.requests().getLast().body()).startsWith("abc");
        assertThat(app.requests())
                .allSatisfy(request -> assertThat(request.field("X-Shadow")).isNull());
        assertThat(served.log(2)).allSatisfy(line -> assertThat(line).contains(" app/s "));
    }

    @Test
    @Covers("LoadBalancer.spec.listeners[].rules[].mirror.percent")
    void a_share_is_copied_exactly() throws Exception {
        served.serve("rules: [{backend: app, mirror: {backend: shadow, percent: 20}}]");

        try (Wire client = served.connect()) {
            for (int i = 0; i < 50; i++) {
                assertThat(client.send(HELLO).answer().body()).isEqualTo("app");
            }
        }

        await().untilAsserted(() -> assertThat(shadow.requests()).hasSize(10));
        assertThat(app.requests()).hasSize(50);
    }

    @Test
    void whatever_becomes_of_the_copy_nobody_waits_for_it() throws Exception {
        TestServer silent = TestServer.start((client, server) -> {
            server.request(client);
            server.request(client);
        });
        TestServer gone = TestServer.saying("gone");
        served.backend("silent", silent, "", "timeouts: {server: 200ms}")
                .backend("gone", gone, "", "retries: {count: 0}")
                .backend("upset", TestServer.once("rubbish\r\n\r\n"))
                .serve("rules: [{match: {paths: [{type: Exact, value: /1}]}, backend: app, mirror: {backend: silent}}, "
                        + "{match: {paths: [{type: Exact, value: /2}]}, backend: app, mirror: {backend: gone}}, "
                        + "{backend: app, mirror: {backend: upset}}]");
        gone.close();

        try (Wire client = served.connect()) {
            for (int i = 1; i <= 3; i++) {
                client.send("POST /" + i + " HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx");
                assertThat(client.answer().body()).isEqualTo("app");
            }
            await().untilAsserted(() ->
                    assertThat(silent.open()).as("given up after its timeout").isZero());
            assertThat(client.send(HELLO).answer().body()).isEqualTo("app");
        }
        await().untilAsserted(() -> {
            assertThat(copies("silent", "failed")).isEqualTo(1);
            assertThat(copies("gone", "failed")).isEqualTo(1);
            assertThat(copies("upset", "failed")).isEqualTo(2);
        });
    }

    @Test
    void what_is_too_large_not_whole_or_a_tunnel_is_not_copied() throws Exception {
        served.serve(mirror(""));

        try (Wire client = served.connect()) {
            client.send("POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 70000\r\n\r\n" + "x".repeat(70_000));
            assertThat(client.answer().body()).isEqualTo("app");
            String chunk = "4000\r\n" + "x".repeat(0x4000) + "\r\n";
            client.send("POST /2 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk.repeat(5)
                    + "0\r\n\r\n");
            assertThat(client.answer().body()).isEqualTo("app");
            client.send("GET /3 HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n");
            assertThat(client.answer().body()).isEqualTo("app");
        }
        try (Wire client = served.connect()) {
            client.send("POST /4 HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc");
            await().untilAsserted(() -> assertThat(app.open()).isEqualTo(2));
            client.reset();
        }
        served.ask("GET /last HTTP/1.1\r\nHost: a\r\n\r\n");

        await().untilAsserted(() -> assertThat(shadow.requests()).hasSize(1));
        assertThat(shadow.requests().getFirst().firstLine()).isEqualTo("GET /last HTTP/1.1");
        assertThat(served.log(5)).hasSize(5);
        await().untilAsserted(() -> assertThat(copies("shadow", "answered")).isEqualTo(1));
        assertThat(copies("shadow", "dropped")).as("two too large, one cut off").isEqualTo(3);
    }

    private double copies(String backend, String result) throws IOException {
        String labels = "backend=\"" + backend + "\",loadbalancer=\"default/edge\",result=\"" + result + "\"";
        return served.edge().served().metric("tenbin_backend_copies_total", labels);
    }

    private static String mirror(String more) {
        return "rules: [{backend: app, " + more + "mirror: {backend: shadow}}]";
    }
}
