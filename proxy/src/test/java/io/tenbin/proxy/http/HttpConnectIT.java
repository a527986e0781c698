package io.tenbin.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tenbin.config.ConnectionMode;
import io.tenbin.coverage.Covers;
import io.tenbin.proxy.http.Wire.Message;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CONNECT and absolute targets: forward proxies behind (RFC 9110 section 9.3.6, RFC 9112 sections 3.2.2 and 3.2.3). */
class HttpConnectIT {
    private static final String CONNECT =
            "CONNECT www.example.org:443 HTTP/1.1\r\nHost: www.example.org:443\r\nProxy-Authorization: Basic eDp5\r\n\r\n";

    private static final TestServer.Script FORWARD_PROXY = (client, self) -> {
        self.request(client);
        client.send("HTTP/1.1 200 Connection established\r\n\r\n");
        byte[] block = new byte[8192];
        for (int read = client.in().read(block); read >= 0; read = client.in().read(block)) {
            client.send(Arrays.copyOf(block, read));
        }
        client.send("bye");
        client.shutdownOutput();
    };

    @ParameterizedTest
    @ValueSource(strings = {"KEEP_ALIVE", "SERVER_CLOSE", "CLOSE"})
    @Covers("LoadBalancer.spec.listeners[].allowConnect")
    void a_tunnel_carries_bytes_both_ways_until_each_side_has_ended(ConnectionMode mode) throws Exception {
        try (TestServer server = TestServer.start(FORWARD_PROXY);
                TestProxy proxy = Configs.of(server).allowConnect().mode(mode).start();
                Wire client = proxy.connect()) {
            client.send(CONNECT + "early");

            assertThat(client.head()).isEqualTo("HTTP/1.1 200 Connection established\r\n\r\n");
            Message sent = server.requests().getFirst();
            assertThat(sent.firstLine()).isEqualTo("CONNECT www.example.org:443 HTTP/1.1");
            assertThat(sent.field("Host")).isEqualTo("www.example.org:443");
            assertThat(sent.field("Proxy-Authorization")).isEqualTo("Basic eDp5");
            assertThat(sent.field("Connection")).isNull();
            assertThat(client.read(5)).isEqualTo("early");
            client.send("GET / HTTP/1.1\r\n\r\n");
            assertThat(client.read(18)).isEqualTo("GET / HTTP/1.1\r\n\r\n");
            client.shutdownOutput();
            assertThat(client.rest()).isEqualTo("bye");
            var line = proxy.lastLogged(1);
            assertThat(line.outcome().requestLine().toString()).isEqualTo("CONNECT www.example.org:443 HTTP/1.1");
            assertThat(line.outcome().termination()).isEqualTo("----");
            await().until(() -> server.open() == 0);
        }
    }

    @Test
    void framing_fields_of_a_servers_consent_mean_nothing_and_are_not_passed_on() throws Exception {
        try (TestServer server = TestServer.start((client, self) -> {
                    self.request(client);
                    client.send("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcdef");
                    client.rest();
                });
                TestProxy proxy = Configs.of(server).allowConnect().start();
                Wire client = proxy.connect()) {
            assertThat(client.send(CONNECT).head()).isEqualTo("HTTP/1.1 200 OK\r\n\r\n");
            assertThat(client.read(6)).isEqualTo("abcdef");
        }
    }

    @Test
    void what_follows_a_refused_connect_is_never_read_as_a_request() throws Exception {
        try (TestServer server = TestServer.once("HTTP/1.1 403 Forbidden\r\nContent-Length: 6\r\n\r\ndenied");
                TestProxy proxy = Configs.of(server).allowConnect().start();
                Wire client = proxy.connect()) {
            client.send(CONNECT + HttpKeepAliveIT.GET);

            Message answer = client.answer();
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.field("Connection")).isEqualTo("close");
            assertThat(client.rest()).isEmpty();
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void without_leave_it_is_answered_405_and_the_connection_closes() throws Exception {
        try (TestServer server = TestServer.saying("never");
                TestProxy proxy = Configs.of(server).start();
                Wire client = proxy.connect()) {
            client.send(CONNECT + HttpKeepAliveIT.GET);

            assertThat(client.answer().status()).isEqualTo(405);
            assertThat(client.rest()).isEmpty();
            assertThat(server.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 4\r\n\r\nabcd", "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"})
    void with_a_body_it_is_refused(String rest) throws Exception {
        try (TestServer server = TestServer.saying("never");
                TestProxy proxy = Configs.of(server).allowConnect().start();
                Wire client = proxy.connect()) {
            client.send("CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n" + rest);

            assertThat(client.answer().status()).isEqualTo(400);
            assertThat(client.rest()).isEmpty();
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void a_forward_proxy_that_refuses_the_connection_is_passed_over() throws Exception {
        int nobody;
        try (TestServer gone = TestServer.start(FORWARD_PROXY)) {
            nobody = gone.port();
        }
        try (TestServer server = TestServer.start(FORWARD_PROXY);
                TestProxy proxy = Configs.of()
                        .server(nobody)
                        .server(server.port())
                        .allowConnect()
                        .start();
                Wire client = proxy.connect()) {
            assertThat(client.send(CONNECT).head()).startsWith("HTTP/1.1 200 ");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET,     http://h.example/a?b,      http://h.example/a?b",
        "GET,     http://h.example,          http://h.example/",
        "GET,     http://h.example?q,        http://h.example/?q",
        "GET,     HTTP://h.example:8080/a,   HTTP://h.example:8080/a",
        "OPTIONS, http://h.example,          http://h.example",
        "GET,     http://http/a,             http://http/a",
        "GET,     http://p?q,                http://p/?q",
        "GET,     /origin,                   /origin"
    })
    void absolute_targets_are_sent_on_as_such(String method, String target, String sent) throws Exception {
        try (TestServer server = TestServer.saying("hello");
                TestProxy proxy = Configs.of(server).allowConnect().start();
                Wire client = proxy.connect()) {
            client.send(method + " " + target + " HTTP/1.1\r\nHost: h.example\r\n\r\n");

            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(server.requests().getFirst().firstLine()).isEqualTo(method + " " + sent + " HTTP/1.1");
        }
    }
}
