package io.tenbin.proxy.http;

import static io.tenbin.proxy.http.HttpKeepAliveIT.GET;
import static org.assertj.core.api.Assertions.assertThat;

import io.tenbin.config.LimitsConfig;
import io.tenbin.proxy.http.Wire.Message;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What strangers send: refused, or rewritten so that the next reader cannot understand it otherwise. */
class HttpStrictnessIT {
    private static final String H = "Host: a\r\n";

    static Stream<Arguments> attacks() {
        return Stream.of(
                Arguments.of(
                        400,
                        "POST / HTTP/1.1\r\n" + H + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                Arguments.of(400, "POST / HTTP/1.1\r\n" + H + "Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcde"),
                Arguments.of(400, "POST / HTTP/1.1\r\n" + H + "Content-Length: +4\r\n\r\nabcd"),
                Arguments.of(400, "POST / HTTP/1.1\r\n" + H + "Content-Length: 99999999999999999999\r\n\r\n"),
                Arguments.of(400, "POST / HTTP/1.1\r\n" + H + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n"),
                Arguments.of(501, "POST / HTTP/1.1\r\n" + H + "Transfer-Encoding: gzip\r\n\r\n"),
                Arguments.of(400, "POST / HTTP/1.0\r\n" + H + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                Arguments.of(400, "POST / HTTP/1.1\r\n" + H + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n"),
                Arguments.of(400, "GET / HTTP/1.1\r\n" + H + " folded\r\n\r\n"),
                Arguments.of(400, "GET / HTTP/1.1\nHost: a\n\n"),
                Arguments.of(400, "GET / HTTP/1.1\r\n\r\n"),
                Arguments.of(400, "GET / HTTP/1.1\r\n" + H + H + "\r\n"),
                Arguments.of(400, "GET / HTTP/1.1\r\nHost: a b\r\n\r\n"),
                Arguments.of(400, "GET / HTTP/1.1\r\n" + H + "X: a\u0000b\r\n\r\n"),
                Arguments.of(400, "GET  / HTTP/1.1\r\n" + H + "\r\n"),
                Arguments.of(400, "\u0016\u0003\u0001\u0002\u0000\u0001\u0000"),
                Arguments.of(505, "GET / HTTP/2.0\r\n" + H + "\r\n"),
                Arguments.of(405, "CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n"),
                Arguments.of(414, "GET /" + "x".repeat(9000) + " HTTP/1.1\r\n" + H + "\r\n"),
                Arguments.of(431, "GET / HTTP/1.1\r\n" + H + "X: " + "x".repeat(20_000) + "\r\n\r\n"),
                Arguments.of(431, "GET / HTTP/1.1\r\n" + H + "X: y\r\n".repeat(200) + "\r\n"));
    }

    @ParameterizedTest(name = "{index}: {0}")
    @MethodSource("attacks")
    void it_is_refused_and_nothing_of_it_or_after_it_reaches_a_server(int status, String request) throws Exception {
        try (TestServer server = TestServer.saying("hello");
                TestProxy proxy = Configs.of(server).start();
                Wire client = proxy.connect()) {
            client.send(request + GET);

            Message answer = client.answer();
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.field("Connection")).isEqualTo("close");
            assertThat(client.rest()).isEmpty();
            assertThat(server.accepted()).isZero();
            assertThat(proxy.lastLogged(1).outcome().termination()).isEqualTo("PR--");
            assertThat(proxy.logged()).hasSize(1);
        }
    }

    @Test
    void what_is_wrong_behind_a_good_request_is_refused_after_that_was_answered() throws Exception {
        try (TestServer server = TestServer.saying("hello");
                TestProxy proxy = Configs.of(server).start();
                Wire client = proxy.connect()) {
            client.send(GET + "GET /\u0001 HTTP/1.1\r\n" + H + "\r\n" + GET);

            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(client.answer().status()).isEqualTo(400);
            assertThat(client.rest()).isEmpty();
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void a_request_is_written_anew_without_what_was_meant_for_this_hop() throws Exception {
        try (TestServer server = TestServer.saying("hello");
                TestProxy proxy = Configs.of(server).start();
                Wire client = proxy.connect()) {
            client.send(Wire.lines("""
                            GET /p?q=1 HTTP/1.1
                            host: A.Example:8080
                            Connection: keep-alive, X-Hop, X-Forwarded-For
                            X-Hop: secret
                            Keep-Alive: timeout=5
                            Proxy-Connection: keep-alive
                            TE: gzip, trailers
                            X-End: to end
                            Upgrade: h2c
                            HTTP2-Settings: AAMAAABk

                            """));
            client.answer();

            assertThat(server.requests().getFirst().head()).isEqualTo(Wire.lines("""
                            GET /p?q=1 HTTP/1.1
                            host: A.Example:8080
                            X-End: to end
                            X-Forwarded-Proto: http
                            X-Forwarded-Port: 80
                            X-Forwarded-Host: A.Example:8080
                            X-Forwarded-For: 127.0.0.1
                            TE: trailers
                            Connection: TE

                            """));
        }
    }

    @Test
    void an_upgrade_to_cleartext_http_2_is_not_passed_on() throws Exception {
        try (TestServer server = TestServer.saying("hello");
                TestProxy proxy = Configs.of(server).start();
                Wire client = proxy.connect()) {
            client.send("GET / HTTP/1.1\r\n" + H
                    + "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n");

            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(server.requests().getFirst().head()).doesNotContain("h2c", "HTTP2-Settings", "Connection");
        }
    }

    @Test
    void an_absolute_target_is_sent_on_in_origin_form_and_decides_the_host() throws Exception {
        try (TestServer server = TestServer.saying("hello");
                TestProxy proxy = Configs.of(server).start();
                Wire client = proxy.connect()) {
            client.send("GET http://b.example:81/x?y HTTP/1.1\r\nHost: a.example\r\n\r\n")
                    .answer();

            Message sent = server.requests().getFirst();
            assertThat(sent.firstLine()).isEqualTo("GET /x?y HTTP/1.1");
            assertThat(sent.field("Host")).isEqualTo("b.example:81");
            assertThat(sent.field("X-Forwarded-Host")).isEqualTo("b.example:81");
            assertThat(proxy.lastLogged(1).outcome().requestLine().toString())
                    .isEqualTo("GET http://b.example:81/x?y HTTP/1.1");
        }
    }

    @Test
    void an_answer_is_written_anew_without_what_was_meant_for_this_hop() throws Exception {
        try (TestServer server = TestServer.once(Wire.lines("""
                            HTTP/1.1 299 Odd but fine
                            Connection: close, X-Hop
                            X-Hop: secret
                            Keep-Alive: timeout=5
                            Set-Cookie: a=1
                            set-cookie: b=2
                            Upgrade: h2c
                            Content-Length: 02

                            ok"""));
                TestProxy proxy = Configs.of(server).start();
                Wire client = proxy.connect()) {
            assertThat(client.send(GET).answer().head()).isEqualTo(Wire.lines("""
                            HTTP/1.1 299 Odd but fine
                            Set-Cookie: a=1
                            set-cookie: b=2
                            Content-Length: 2

                            """));
        }
    }

    @Test
    void errors_made_here_say_nothing_of_the_request() throws Exception {
        try (TestProxy proxy = Configs.of()
                        .limits(new LimitsConfig(8192, 16384, 128, 0, 0))
                        .start();
                Wire client = proxy.connect()) {
            client.send("GET /secret HTTP/1.1\r\nHost: hidden.example\r\nX-Forwarded-For: 1.2.3.4\r\n\r\n");

            Message answer = client.answer();
            assertThat(answer.head() + answer.body()).doesNotContain("secret", "hidden", "1.2.3.4", "X-Forwarded");
        }
    }
}
