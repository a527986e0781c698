package io.tenbin.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenbin.coverage.Covers;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** By what a request can be found again. */
class RequestIdIT {
    private static final String UUID = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";

    @RegisterExtension
    final ServedRules served = new ServedRules();

    private TestServer server;

    @BeforeEach
    void start() throws IOException {
        server = TestServer.saying("hello");
        served.backend("app", server);
    }

    @Test
    @Covers("LoadBalancer.spec.http.requestId.header")
    void each_request_of_a_stranger_gets_an_identifier_of_its_own_whatever_it_says() throws Exception {
        served.serve("http: {requestId: {header: X-Trace}}, defaultBackend: app, "
                + "responseHeaders: {set: [{name: X-Answer, value: '%[unique-id]'}]}");

        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            Wire.Message answer = served.ask(
                    "GET / HTTP/1.1\r\nHost: a\r\nX-Trace: mine\r\nx_trace: mine\r\nConnection: X-Trace, close\r\n\r\n");

            Wire.Message got = server.requests().getLast();
            assertThat(got.field("X-Trace")).matches(UUID).isEqualTo(answer.field("X-Answer"));
            assertThat(got.head()).doesNotContain("mine");
            seen.add(got.field("X-Trace"));
        }
        assertThat(seen).hasSize(3);
    }

    @Test
    void what_a_trusted_proxy_says_is_kept_and_what_it_does_not_say_is_made() throws Exception {
        served.serve("http: {requestId: {}, trustedProxies: [127.0.0.1]}, defaultBackend: app, "
                + "rules: [{match: {headers: [{name: X-Request-Id, value: known}]}, respond: {status: 299}}]");

        served.ask("GET / HTTP/1.1\r\nHost: a\r\nX-Request-Id: theirs\r\nX-Request-Id: other\r\n\r\n");
        assertThat(server.requests().getLast().field("X-Request-Id")).isEqualTo("theirs");
        assertThat(server.requests().getLast().head()).doesNotContain("other");

        for (String unusable : new String[] {"", "X-Request-Id: \r\n", "X-Request-Id: " + "x".repeat(257) + "\r\n"}) {
            served.ask("GET / HTTP/1.1\r\nHost: a\r\n" + unusable + "\r\n");
            assertThat(server.requests().getLast().field("X-Request-Id")).matches(UUID);
        }
        assertThat(served.ask("GET / HTTP/1.1\r\nHost: a\r\nX-Request-Id: known\r\n\r\n")
                        .status())
                .as("rules see it")
                .isEqualTo(299);
    }

    @Test
    void without_the_setting_nothing_is_added_and_the_sample_is_empty() throws Exception {
        served.serve("defaultBackend: app, requestHeaders: {set: [{name: X-Sample, value: '<%[unique-id]>'}]}");

        served.ask("GET / HTTP/1.1\r\nHost: a\r\nX-Request-Id: mine\r\n\r\n");

        assertThat(server.requests().getLast().field("X-Request-Id")).isEqualTo("mine");
        assertThat(server.requests().getLast().field("X-Sample")).isEqualTo("<>");
    }
}
