package io.tenbin.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenbin.coverage.Covers;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What clients see in place of the proxy's own answers. */
class ErrorPageIT {
    private static final String PAGES = """
            http: {errorPages: [{status: 503, contentType: text/plain, body: "söon"}, {status: 400, body: "<p>what?</p>"}, \
            {status: 405, body: "no"}]}""";

    @RegisterExtension
    final ServedRules served = new ServedRules();

    @BeforeEach
    void nowhere() throws IOException {
        served.backend("nowhere", TestServer.saying("never"), "state: Maint", "");
    }

    @Test
    @Covers({
        "LoadBalancer.spec.http.errorPages[].status",
        "LoadBalancer.spec.http.errorPages[].contentType",
        "LoadBalancer.spec.http.errorPages[].body"
    })
    void a_status_has_its_page_and_others_keep_their_own_words() throws Exception {
        served.serve(PAGES + ", defaultBackend: nowhere");

        try (Wire client = served.connect()) {
            Wire.Message answer =
                    client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").answer();
            assertThat(answer.head())
                    .startsWith("HTTP/1.1 503 Service Unavailable\r\n")
                    .contains("Cache-Control: no-cache\r\n")
                    .doesNotContain("Connection:");
            assertThat(answer.field("Content-Type")).isEqualTo("text/plain");
            assertThat(answer.field("Content-Length")).isEqualTo("5");
            assertThat(answer.body()).isEqualTo("s\u00c3\u00b6on");
            assertThat(client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n")
                            .bodiless()
                            .field("Content-Length"))
                    .isEqualTo("5");
        }
        assertThat(served.ask("PUT / HTTP/1.1\r\nHost: a\r\nExpect: x\r\n\r\n").body())
                .contains("417");
    }

    @Test
    void what_never_became_a_request_gets_its_page_too_and_a_405_says_what_is_allowed() throws Exception {
        served.serve(PAGES + ", defaultBackend: nowhere");

        Wire.Message malformed = served.ask("GET  / HTTP/1.1\r\n\r\n");
        assertThat(malformed.status()).isEqualTo(400);
        assertThat(malformed.body()).isEqualTo("<p>what?</p>");
        assertThat(malformed.field("Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(malformed.field("Connection")).isEqualTo("close");

        Wire.Message connect = served.ask("CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(connect.body()).isEqualTo("no");
        assertThat(connect.field("Allow")).startsWith("GET, HEAD");
    }

    @Test
    void a_listeners_page_goes_before_that_of_the_load_balancer_and_a_servers_answer_is_its_own() throws Exception {
        served.backend("app", TestServer.once("HTTP/1.1 503 No\r\nContent-Length: 4\r\n\r\nbusy"))
                .serve(
                        "http: {errorPages: [{status: 503, body: of all}, {status: 400, body: all}]}, ",
                        "http: {errorPages: [{status: 503, body: own}]}, defaultBackend: nowhere, "
                                + "rules: [{match: {paths: [{type: Exact, value: /app}]}, backend: app}]");

        assertThat(served.ask("GET / HTTP/1.1\r\nHost: a\r\n\r\n").body()).isEqualTo("own");
        assertThat(served.ask("GET / HTTP/1.1\r\n\r\n").body()).isEqualTo("all");
        assertThat(served.ask("GET /app HTTP/1.1\r\nHost: a\r\n\r\n").body()).isEqualTo("busy");
    }
}
