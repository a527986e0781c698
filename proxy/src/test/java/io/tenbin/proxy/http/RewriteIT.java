package io.tenbin.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenbin.coverage.Covers;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What servers get instead of what was asked for. */
class RewriteIT {
    @RegisterExtension
    final ServedRules served = new ServedRules();

    private TestServer server;

    @BeforeEach
    void start() throws IOException {
        server = TestServer.saying("hello");
        served.backend("app", server);
    }

    @ParameterizedTest
    @Covers({
        "LoadBalancer.spec.listeners[].rules[].rewrite.pathPrefix",
        "LoadBalancer.spec.listeners[].rules[].rewrite.path"
    })
    @CsvSource(
            delimiter = '|',
            value = {
                "pathPrefix: /x   | /v1/a?b=%2F     | /x/a?b=%2F",
                "pathPrefix: /x/  | /v1/a           | /x/a",
                "pathPrefix: /x   | /v1             | /x",
                "pathPrefix: /x   | /v1/            | /x/",
                "pathPrefix: /    | /v1             | /",
                "pathPrefix: /    | /v1?q           | /?q",
                "pathPrefix: /    | /v1/            | /",
                "pathPrefix: /    | /v1//a/../%2e   | /a/../%2e",
                "pathPrefix: /x   | /v1//a          | /x//a",
                "pathPrefix: /x   | /v1/beta/c      | /x/c",
                "pathPrefix: /x   | /v1/beta        | /x",
                "pathPrefix: /x   | /v1/betas       | /x/betas",
                "path: /fixed     | /v1/a?b         | /fixed?b",
                "path: /fixed     | /v1             | /fixed",
            })
    void the_prefix_is_replaced_by_elements_and_all_else_stays_as_it_was_sent(String rewrite, String asked, String got)
            throws Exception {
        served.serve(
                "rules: [{match: {paths: [{type: Prefix, value: /v1}, {type: Prefix, value: /v1/beta/}]}, backend: app, "
                        + "rewrite: {" + rewrite + "}}]");

        assertThat(served.ask("GET " + asked + " HTTP/1.1\r\nHost: a.test\r\n\r\n")
                        .status())
                .isEqualTo(200);

        assertThat(server.requests().getLast().firstLine()).isEqualTo("GET " + got + " HTTP/1.1");
        assertThat(served.log(1).getFirst())
                .as("the log has what was asked for")
                .contains("\"GET " + asked + " HTTP/1.1\"");
    }

    @Test
    @Covers("LoadBalancer.spec.listeners[].rules[].rewrite.host")
    void servers_get_another_host_and_are_told_which_one_was_asked_for() throws Exception {
        served.serve("rules: [{match: {hosts: [a.test]}, backend: app, rewrite: {host: \"app.internal:8080\"}}]");

        served.ask("GET http://a.test:81/x?y HTTP/1.1\r\nHost: a.test:81\r\n\r\n");

        Wire.Message got = server.requests().getLast();
        assertThat(got.firstLine()).isEqualTo("GET /x?y HTTP/1.1");
        assertThat(got.field("Host")).isEqualTo("app.internal:8080");
        assertThat(got.field("X-Forwarded-Host")).isEqualTo("a.test:81");
    }

    @Test
    void a_forward_proxy_gets_the_rewritten_address_whole() throws Exception {
        served.serve("allowConnect: true, rules: [{backend: app, rewrite: {path: /z, host: b.test}}]");

        served.ask("GET http://a.test?y HTTP/1.1\r\nHost: a.test\r\n\r\n");

        Wire.Message got = server.requests().getLast();
        assertThat(got.firstLine()).isEqualTo("GET http://b.test/z?y HTTP/1.1");
        assertThat(got.field("Host")).isEqualTo("b.test");
    }

    @ParameterizedTest
    @CsvSource({"OPTIONS *", "CONNECT a.test:443", "OPTIONS http://a.test"})
    void a_request_without_a_path_is_refused_where_a_rule_rewrites(String request) throws Exception {
        served.serve("allowConnect: true, rules: [{backend: app, rewrite: {path: /z}}]");

        Wire.Message answer = served.ask(request + " HTTP/1.1\r\nHost: a.test\r\n\r\n");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(served.log(1).getFirst()).contains(" web web/<NOSRV> ", " PR-- ");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void hashing_goes_by_the_rewritten_path_as_in_haproxy_and_samples_by_what_was_asked_for() throws Exception {
        TestServer other = TestServer.saying("other");
        served.backend("two", other, "", "balance: {algorithm: URI}");
        served.serve("rules: [{match: {paths: [{type: Prefix, value: /v1}]}, backend: two, rewrite: {path: /same}, "
                + "requestHeaders: {set: [{name: X-Asked, value: '%[url]'}]}}]");

        served.ask("GET /v1/a?b HTTP/1.1\r\nHost: a.test\r\n\r\n");

        assertThat(other.requests().getLast().firstLine()).isEqualTo("GET /same?b HTTP/1.1");
        assertThat(other.requests().getLast().field("X-Asked")).isEqualTo("/v1/a?b");
    }
}
