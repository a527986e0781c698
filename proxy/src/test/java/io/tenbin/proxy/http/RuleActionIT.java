package io.tenbin.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

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

/** What rules do, from YAML to the wire. */
class RuleActionIT {
    private static final String HELLO = "GET / HTTP/1.1\r\nHost: a.test\r\n\r\n";

    @RegisterExtension
    final Edge edge = new Edge();

    @Test
    @Covers({
        "LoadBalancer.spec.listeners[].rules[].backends[].name",
        "LoadBalancer.spec.listeners[].rules[].backends[].weight"
    })
    void backends_share_requests_exactly_also_over_a_change_of_other_rules() throws Exception {
        String backends = backend("one") + backend("two") + backend("never");
        String shares = "{backends: [{name: one, weight: 3}, {name: two}, {name: never, weight: 0}]}";
        edge.serve(loadBalancer("rules: [" + shares + "]") + backends);
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            answers.add(body(HELLO));
        }

        edge.serve(loadBalancer("rules: [{match: {methods: [PUT]}, backend: one}, " + shares + "]") + backends);
        for (int i = 0; i < 6; i++) {
            answers.add(body(HELLO));
        }

        assertThat(Collections.frequency(answers, "one")).isEqualTo(9);
        assertThat(Collections.frequency(answers, "two")).isEqualTo(3);
        assertThat(answers.subList(4, 8)).as("a round that the change is in").contains("two");
    }

    @Test
    void without_a_weight_above_0_there_is_nowhere_to_go() throws Exception {
        edge.serve(loadBalancer("rules: [{backends: [{name: one, weight: 0}]}]") + backend("one"));

        try (Wire client = connect()) {
            assertThat(client.send(HELLO).answer().head()).startsWith("HTTP/1.1 503 ");
        }
    }

    @Test
    @Covers({
        "LoadBalancer.spec.listeners[].rules[].respond.status",
        "LoadBalancer.spec.listeners[].rules[].respond.contentType",
        "LoadBalancer.spec.listeners[].rules[].respond.body",
        "LoadBalancer.spec.listeners[].rules[].respond.headers[].name",
        "LoadBalancer.spec.listeners[].rules[].respond.headers[].value"
    })
    void a_rule_answers_by_itself_and_the_connection_goes_on() throws Exception {
        edge.serve(loadBalancer("""
                rules: [{match: {methods: [PUT]}, respond: {status: 204}}, {respond: {status: 403, contentType: text/html, \
                body: "<p>n\u00f6</p>", headers: [{name: X-Why, value: "not you"}]}}]"""));

        try (Wire client = connect()) {
            Wire.Message answer = client.send(HELLO).answer();
            assertThat(answer.head()).startsWith("HTTP/1.1 403 Forbidden\r\n").doesNotContain("Connection:");
            assertThat(answer.field("Content-Type")).isEqualTo("text/html");
            assertThat(answer.field("Content-Length")).isEqualTo("10");
            assertThat(answer.field("X-Why")).isEqualTo("not you");
            assertThat(answer.body()).hasSize(10);

            String empty = client.send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n")
                    .head();
            assertThat(empty).startsWith("HTTP/1.1 204 No Content\r\n").doesNotContain("Content-Length");

            String head = client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n").head();
            assertThat(head).contains("Content-Length: 10");
            assertThat(client.send(HELLO).answer().body()).hasSize(10);
        }
        assertThat(edge.log(4)).allSatisfy(line -> assertThat(line).contains(" web web/<NOSRV> ", " LR-- "));
    }

    @Test
    void an_answer_to_a_request_whose_body_is_still_to_come_is_the_last() throws Exception {
        edge.serve(loadBalancer("rules: [{respond: {status: 200, body: done}}]"));

        try (Wire client = connect()) {
            Wire.Message answer = client.send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc")
                    .answer();
            assertThat(answer.body()).isEqualTo("done");
            assertThat(answer.field("Connection")).isEqualTo("close");
        }
    }

    @ParameterizedTest
    @Covers({
        "LoadBalancer.spec.listeners[].rules[].redirect.scheme",
        "LoadBalancer.spec.listeners[].rules[].redirect.host",
        "LoadBalancer.spec.listeners[].rules[].redirect.port",
        "LoadBalancer.spec.listeners[].rules[].redirect.path",
        "LoadBalancer.spec.listeners[].rules[].redirect.status"
    })
    @CsvSource(
            delimiter = '|',
            value = {
                "scheme: https                  | /a?b=c               | 302 Found              | https://a.test/a?b=c",
                "scheme: http                   | /a                   | 302 Found              | http://a.test/a",
                "host: b.test                   | /a                   | 302 Found              | http://b.test:81/a",
                "'host: b.test, port: 80'       | /a?                  | 302 Found              | http://b.test/a?",
                "'scheme: https, port: 8443'    | /                    | 302 Found              | https://a.test:8443/",
                "'path: /x, status: 308'        | /a/b?c               | 308 Permanent Redirect | http://a.test:81/x?c",
                "'path: /x, status: 301'        | //evil.test/%2e      | 301 Moved Permanently  | http://a.test:81/x",
                "'scheme: https, status: 307'   | //evil.test/%2e      | 307 Temporary Redirect | https://a.test//evil.test/%2e",
                "'scheme: https, status: 303'   | http://b.test:90/c?d | 303 See Other          | https://b.test/c?d",
            })
    void a_redirect_keeps_what_it_does_not_change(String redirect, String target, String status, String location)
            throws Exception {
        edge.serve(loadBalancer("rules: [{redirect: {" + redirect.replace("'", "") + "}}]"));
        String host = target.startsWith("http:") ? "b.test:90" : "a.test:81";

        try (Wire client = connect()) {
            Wire.Message answer = client.send("GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
                    .answer();

            assertThat(answer.head()).startsWith("HTTP/1.1 " + status + "\r\n");
            assertThat(answer.field("Location")).isEqualTo(location);
            assertThat(answer.field("Content-Length")).isEqualTo("0");
            assertThat(answer.head().contains("Cache-Control: no-cache"))
                    .isEqualTo(!status.startsWith("301") && !status.startsWith("308"));
        }
        assertThat(edge.log(1).getFirst()).contains(" web web/<NOSRV> ", " LR-- ");
    }

    private String body(String request) throws Exception {
        try (Wire client = connect()) {
            return client.send(request).answer().body();
        }
    }

    private Wire connect() throws IOException {
        return Wire.connect(edge.address());
    }

    private String loadBalancer(String listener) {
        return edge.loadBalancer(listener);
    }

    /** Its one server says the Backend's name. */
    private String backend(String name) throws IOException {
        int port = edge.ends(TestServer.saying(name)).port();
        return Edge.backend(name, "servers: [" + Edge.server("s", port, "") + "]");
    }
}
