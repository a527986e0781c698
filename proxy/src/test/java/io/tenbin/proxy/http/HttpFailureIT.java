package io.tenbin.proxy.http;

import static io.tenbin.proxy.http.HttpKeepAliveIT.GET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tenbin.coverage.Covers;
import io.tenbin.proxy.http.Wire.Message;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What goes wrong, what the client is told of it, and what the log. */
class HttpFailureIT {
    private static final String POST = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc";

    static Stream<Arguments> brokenAnswers() {
        return Stream.of(
                Arguments.of("no HTTP", "SSH-2.0-OpenSSH_9\r\n\r\n", "PH--"),
                Arguments.of("bad status", "HTTP/1.1 2x0 OK\r\n\r\n", "PH--"),
                Arguments.of(
                        "both framings",
                        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\nok",
                        "PH--"),
                Arguments.of("bare line feed", "HTTP/1.1 200 OK\nContent-Length: 2\n\nok", "PH--"),
                Arguments.of("switched unasked", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n", "PH--"),
                Arguments.of("too many interim", "HTTP/1.1 102 Processing\r\n\r\n".repeat(20), "PH--"),
                Arguments.of("oversized head", "HTTP/1.1 200 OK\r\nX: " + "x".repeat(100_000) + "\r\n\r\n", "PH--"),
                Arguments.of("cut in the head", "HTTP/1.1 200 OK\r\nContent-Le", "SH--"),
                Arguments.of("nothing at all", "", "SH--"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenAnswers")
    void an_answer_that_is_none_is_a_bad_gateway(String what, String answer, String termination) throws Exception {
        try (TestServer server = TestServer.once(answer);
                TestProxy proxy = Configs.of(server).start();
                Wire client = proxy.connect()) {
            client.send(POST);
            Message told = client.afterInterim();

            assertThat(told.status()).isEqualTo(502);
            assertThat(told.field("Connection")).isEqualTo("close");
            assertThat(told.field("Cache-Control")).isEqualTo("no-cache");
            assertThat(told.body()).contains("<h1>502 Bad Gateway</h1>");
            assertThat(client.rest()).isEmpty();
            assertThat(proxy.lastLogged(1).outcome().termination()).isEqualTo(termination);
            assertThat(proxy.lastLogged(1).outcome().status()).isEqualTo(502);
            await().until(() -> server.open() == 0);
        }
    }

    @Test
    @Covers("Backend.spec.timeouts.server")
    void a_server_that_says_nothing_is_given_up_after_its_time() throws Exception {
        try (TestServer server = TestServer.start((client, self) -> {
                    self.request(client);
                    client.rest();
                });
                TestProxy proxy = Configs.of(server).serverTimeout(300).start();
                Wire client = proxy.connect()) {
            assertThat(client.send(GET).answer().status()).isEqualTo(504);
            assertThat(client.rest()).isEmpty();
            assertThat(proxy.lastLogged(1).outcome().termination()).isEqualTo("sH--");
            await().until(() -> server.open() == 0);
        }
    }

    @Test
    void an_answer_that_stalls_is_cut() throws Exception {
        try (TestServer server = TestServer.start((client, self) -> {
                    self.request(client);
                    client.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nsome");
                    client.rest();
                });
                TestProxy proxy = Configs.of(server).serverTimeout(300).start();
                Wire client = proxy.connect()) {
            assertThatThrownBy(() -> client.send(GET).answer()).isInstanceOf(EOFException.class);
            assertThat(proxy.lastLogged(1).outcome().termination()).isEqualTo("sD--");
            assertThat(proxy.lastLogged(1).outcome().status()).isEqualTo(200);
        }
    }

    @Test
    void an_answer_that_trickles_is_not_cut() throws Exception {
        CompletableFuture<Void> go = new CompletableFuture<>();
        try (TestServer server = TestServer.start((client, self) -> {
                    self.request(client);
                    client.send("HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n");
                    for (int i = 0; i < 8; i++) {
                        client.socket().setSoTimeout(150);
                        assertThatThrownBy(() -> client.in().read()).isInstanceOf(IOException.class);
                        client.send("x");
                    }
                    go.complete(null);
                    client.socket().setSoTimeout(5000);
                    client.rest();
                });
                TestProxy proxy = Configs.of(server).serverTimeout(500).start();
                Wire client = proxy.connect()) {
            assertThat(client.send(GET).answer().body()).isEqualTo("xxxxxxxx");
            go.get(5, TimeUnit.SECONDS);
        }
    }

    static Stream<Arguments> cutAnswers() {
        return Stream.of(
                Arguments.of("length", "Content-Length: 9\r\n\r\nsome", "1.1", "SD--"),
                Arguments.of("chunk", "Transfer-Encoding: chunked\r\n\r\n9\r\nsome", "1.1", "SD--"),
                Arguments.of("between chunks", "Transfer-Encoding: chunked\r\n\r\n4\r\nsome\r\n", "1.1", "SD--"),
                Arguments.of("malformed chunk", "Transfer-Encoding: chunked\r\n\r\n4\r\nsome\r\nzz\r\n", "1.1", "PD--"),
                Arguments.of("chunks for HTTP/1.0", "Transfer-Encoding: chunked\r\n\r\n9\r\nsome", "1.0", "SD--"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cutAnswers")
    void a_body_that_is_cut_is_cut_for_the_client_too(String what, String answer, String version, String termination)
            throws Exception {
        try (TestServer server = TestServer.once("HTTP/1.1 200 OK\r\n" + answer);
                TestProxy proxy = Configs.of(server).start();
                Wire client = proxy.connect()) {
            client.send("GET / HTTP/" + version + "\r\nHost: a\r\n\r\n");

            assertThatThrownBy(client::answer).isInstanceOfAny(EOFException.class, SocketException.class);
            assertThat(proxy.lastLogged(1).outcome().termination()).isEqualTo(termination);
        }
    }

    @Test
    @Covers("LoadBalancer.spec.timeouts.httpRequest")
    void a_head_that_does_not_end_in_time_is_given_up_however_busily_it_is_sent() throws Exception {
        try (TestServer server = TestServer.saying("hello");
                TestProxy proxy = Configs.of(server).httpRequest(500).start();
                Wire client = proxy.connect()) {
            client.send("GET / HTTP/1.1\r\n");
            Thread trickle = Thread.ofVirtual().start(() -> {
                try {
                    while (!Thread.interrupted()) {
                        client.send("X-A: b\r\n");
                        LockSupport.parkNanos(50_000_000);
                    }
                } catch (IOException e) {
                    // The proxy has closed, as is to be shown.
                }
            });
            Message answer = client.answer();
            trickle.interrupt();

            assertThat(answer.status()).isEqualTo(408);
            assertThat(answer.field("Connection")).isEqualTo("close");
            var line = proxy.lastLogged(1);
            assertThat(line.outcome().termination()).isEqualTo("cR--");
            assertThat(line.outcome().requestLine().toString()).isEqualTo("<BADREQ>");
            assertThat(line.timers().request()).isEqualTo(-1);
            assertThat(line.timers().total()).isBetween(450L, 3000L);
            assertThat(line.route().server()).isEqualTo("<NOSRV>");
        }
    }

    @Test
    void a_first_request_that_never_comes_is_given_up() throws Exception {
        try (TestServer server = TestServer.saying("hello");
                TestProxy proxy = Configs.of(server).httpRequest(300).start();
                Wire client = proxy.connect()) {
            assertThat(client.answer().status()).isEqualTo(408);
            assertThat(proxy.lastLogged(1).outcome().termination()).isEqualTo("cR--");
        }
    }

    @Test
    void a_client_that_stops_in_its_head_is_logged_and_forgotten() throws Exception {
        try (TestServer server = TestServer.saying("hello");
                TestProxy proxy = Configs.of(server).start();
                Wire client = proxy.connect()) {
            client.send("GET / HT").shutdownOutput();

            assertThat(client.answer().status()).isEqualTo(400);
            assertThat(proxy.lastLogged(1).outcome().termination()).isEqualTo("CR--");
        }
    }

    @Test
    @Covers("LoadBalancer.spec.timeouts.client")
    void a_body_that_stalls_is_the_clients_fault_also_while_the_server_waits() throws Exception {
        try (TestServer server = TestServer.start((client, self) -> {
                    client.head();
                    client.rest();
                });
                TestProxy proxy =
                        Configs.of(server).client(300).serverTimeout(200).start();
                Wire client = proxy.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nsome");

            assertThat(client.answer().status()).isEqualTo(408);
            assertThat(proxy.lastLogged(1).outcome().termination()).isEqualTo("cH--");
            await().until(() -> server.open() == 0);
        }
    }

    @Test
    void a_client_that_stops_in_its_body_takes_the_request_back() throws Exception {
        CompletableFuture<String> head = new CompletableFuture<>();
        CompletableFuture<String> seen = new CompletableFuture<>();
        try (TestServer server = TestServer.start((client, self) -> {
                    head.complete(client.head());
                    seen.complete(client.rest());
                });
                TestProxy proxy = Configs.of(server).start();
                Wire client = proxy.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nsome");
            head.get(5, TimeUnit.SECONDS);
            client.shutdownOutput();

            assertThat(client.rest()).isEmpty();
            assertThat(seen.get(5, TimeUnit.SECONDS)).isEqualTo("some");
            assertThat(proxy.lastLogged(1).outcome().termination()).isEqualTo("CH--");
        }
    }

    @Test
    void a_malformed_chunk_is_refused_and_the_server_never_gets_a_whole_request() throws Exception {
        CompletableFuture<String> seen = new CompletableFuture<>();
        try (TestServer server = TestServer.start((client, self) -> {
                    client.head();
                    seen.complete(client.rest());
                });
                TestProxy proxy = Configs.of(server).start();
                Wire client = proxy.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nsome\r\n");
            await().until(() -> server.accepted() == 1);
            client.send("0x0\r\n\r\n");

            assertThat(client.answer().status()).isEqualTo(400);
            assertThat(seen.get(5, TimeUnit.SECONDS)).doesNotContain("0\r\n\r\n");
            assertThat(proxy.lastLogged(1).outcome().termination()).isEqualTo("PH--");
        }
    }

    @Test
    void a_reader_that_stops_reading_is_cut_off() throws Exception {
        try (TestServer server = TestServer.start((client, self) -> {
                    self.request(client);
                    client.send("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n");
                    byte[] block = new byte[1 << 20];
                    for (int i = 0; i < 1000; i++) {
                        client.send(block);
                    }
                });
                TestProxy proxy = Configs.of(server).client(500).start();
                Wire client = proxy.connect()) {
            client.send(GET).head();

            assertThat(proxy.lastLogged(1).outcome().termination()).isEqualTo("cD--");
            await().until(() -> server.open() == 0);
        }
    }

    @Test
    void a_backend_without_servers_is_unavailable_and_the_connection_goes_on() throws Exception {
        try (TestProxy proxy = Configs.of().start();
                Wire client = proxy.connect()) {
            for (int i = 0; i < 3; i++) {
                Message answer = client.send(GET).answer();
                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.field("Connection")).isNull();
            }
            assertThat(client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n")
                            .bodiless()
                            .status())
                    .isEqualTo(503);
            assertThat(client.send(POST).answer().field("Connection")).isEqualTo("close");
            var line = proxy.lastLogged(5);
            assertThat(line.outcome().termination()).isEqualTo("SC--");
            assertThat(line.route().server()).isEqualTo("<NOSRV>");
            assertThat(line.timers().connect()).isEqualTo(-1);
        }
    }
}
