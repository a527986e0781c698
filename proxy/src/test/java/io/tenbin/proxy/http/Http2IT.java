package io.tenbin.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenbin.config.LimitsConfig;
import io.tenbin.proxy.http.Http2Wire.Answer;
import io.tenbin.proxy.log.HttpLogEntry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests and answers in HTTP/2, by prior knowledge, in front of servers of HTTP/1.1. */
class Http2IT {
    private static final int PROTOCOL_ERROR = 1;

    @Test
    void a_request_is_translated_and_so_is_its_answer() throws Exception {
        String answered = Wire.lines("""
                HTTP/1.1 200 OK
                Content-Length: 5
                X-Answer: Yes
                Connection: close
                Keep-Alive: timeout=5

                hello""");
        try (TestServer server = TestServer.once(answered);
                TestProxy proxy = Configs.of(server).start();
                Http2Wire client = Http2Wire.connect(proxy.port())) {
            client.get(1, "/path?q=1", "cookie", "a=1", "accept", "*/*", "cookie", "b=2", "te", "trailers");

            Answer answer = client.answer(1);
            assertThat(answer.status()).isEqualTo("200");
            assertThat(answer.body()).isEqualTo("hello");
            assertThat(answer.field("x-answer")).isEqualTo("Yes");
            assertThat(answer.head().names()).noneMatch(name -> name.toString().matches("connection|keep-alive"));
            assertThat(server.requests().getFirst().head())
                    .startsWith("GET /path?q=1 HTTP/1.1\r\n")
                    .containsIgnoringCase("host: a.test\r\n")
                    .containsIgnoringCase("cookie: a=1; b=2\r\n")
                    .doesNotContainIgnoringCase("transfer-encoding");
            HttpLogEntry line = proxy.lastLogged(1);
            assertThat(line.outcome().requestLine()).hasToString("GET http://a.test/path?q=1 HTTP/2.0");
            assertThat(line.outcome().termination()).isEqualTo("----");
            assertThat(proxy.stats().http2Connections().sum()).isEqualTo(1);
        }
    }

    @Test
    void a_body_without_length_reaches_the_server_in_chunks_with_its_trailers() throws Exception {
        try (TestServer server = TestServer.saying("ok");
                TestProxy proxy = Configs.of(server).start();
                Http2Wire client = Http2Wire.connect(proxy.port())) {
            client.request(1, "POST", "/", false).data(1, "one ", false).data(1, "two", false);
            client.frame(
                    Http2Wire.HEADERS,
                    Http2Wire.END_HEADERS | Http2Wire.END_STREAM,
                    1,
                    Http2Wire.literal("x-sum", "7", "content-length", "9"));

            assertThat(client.answer(1).body()).isEqualTo("ok");
            assertThat(server.requests().getFirst().body()).isEqualTo("one two|x-sum: 7");
        }
    }

    @Test
    void trailers_of_a_server_reach_the_client() throws Exception {
        String answered = Wire.lines("""
                HTTP/1.1 200 OK
                Transfer-Encoding: chunked

                3
                abc
                0
                X-Sum: 3

                """);
        try (TestServer server = TestServer.once(answered);
                TestProxy proxy = Configs.of(server).start();
                Http2Wire client = Http2Wire.connect(proxy.port())) {
            Answer answer = client.get(1, "/").answer(1);

            assertThat(answer.body()).isEqualTo("abc");
            assertThat(answer.trailers().get("x-sum")).hasToString("3");
            assertThat(answer.head().contains("transfer-encoding")).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 304})
    void an_answer_without_a_body_is_one_frame(int status) throws Exception {
        try (TestServer server = TestServer.once("HTTP/1.1 " + status + " x\r\nETag: a\r\n\r\n");
                TestProxy proxy = Configs.of(server).start();
                Http2Wire client = Http2Wire.connect(proxy.port())) {
            client.get(1, "/");

            Http2Wire.Frame head = client.next(Http2Wire.HEADERS);
            assertThat(head.has(Http2Wire.END_STREAM)).isTrue();
            assertThat(client.unpack(head).status()).hasToString(Integer.toString(status));
        }
    }

    @Test
    void exchanges_of_one_connection_do_not_wait_for_each_other() throws Exception {
        CountDownLatch second = new CountDownLatch(1);
        TestServer.Script script = (connection, self) -> {
            if (self.request(connection).head().startsWith("GET /slow")) {
                second.await();
            }
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok");
        };
        try (TestServer server = TestServer.start(script);
                TestProxy proxy = Configs.of(server).start();
                Http2Wire client = Http2Wire.connect(proxy.port())) {
            client.get(1, "/slow").get(3, "/fast");

            assertThat(client.answer(3).body()).isEqualTo("ok");
            second.countDown();
            assertThat(client.answer(1).body()).isEqualTo("ok");
        }
    }

    @Test
    void an_answer_is_written_as_the_window_allows() throws Exception {
        String large = "x".repeat(200_000);
        try (TestServer server = TestServer.saying(large);
                TestProxy proxy = Configs.of(server).start();
                Http2Wire client = Http2Wire.connect(proxy.port())) {
            client.get(1, "/");
            int received = 0;
            while (received < 65_535) {
                received += client.next(Http2Wire.DATA).length();
            }
            assertThat(received).isEqualTo(65_535);
            client.get(3, "/head");
            client.frame(Http2Wire.WINDOW_UPDATE, 0, 0, Http2Wire.number(1 << 20));
            // The other stream has its answer while the first one still waits.
            while (client.next(Http2Wire.DATA).stream() != 3) {}

            client.frame(Http2Wire.WINDOW_UPDATE, 0, 1, Http2Wire.number(1 << 20));
            while (received < large.length()) {
                Http2Wire.Frame frame = client.next(Http2Wire.DATA);
                received += frame.stream() == 1 ? frame.length() : 0;
            }
            assertThat(received).isEqualTo(large.length());
        }
    }

    @Test
    void the_window_of_a_body_comes_back_only_as_the_server_takes_it() throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        TestServer.Script script = (connection, self) -> {
            connection.head();
            read.await();
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            connection.rest();
        };
        try (TestServer server = TestServer.start(script);
                TestProxy proxy = Configs.of(server).start();
                Http2Wire client = Http2Wire.connect(proxy.port())) {
            client.request(1, "POST", "/", false);
            long sent = 0;
            long window = 65_535;
            client.socket().setSoTimeout(700);
            try {
                while (true) {
                    while (window >= 16_384) {
                        client.frame(Http2Wire.DATA, 0, 1, new byte[16_384]);
                        window -= 16_384;
                        sent += 16_384;
                    }
                    Http2Wire.Frame update = client.next(Http2Wire.WINDOW_UPDATE);
                    window += update.stream() == 1 ? update.number(0) : 0;
                }
            } catch (java.net.SocketTimeoutException e) {
                // What the sockets in between hold, and then no more.
                assertThat(sent).isBetween(65_535L - 16_384, 32L << 20);
            }
            client.socket().setSoTimeout(10_000);
            read.countDown();
            assertThat(client.answer(1).status()).isEqualTo("200");
        }
    }

    static List<List<String>> malformedHeads() {
        return List.of(
                List.of(":method", "GET", ":scheme", "http", ":path", "/", ":authority", "a", "X-Upper", "1"),
                List.of(":method", "GET", ":scheme", "http", ":path", "/", ":authority", "a", "connection", "close"),
                List.of(
                        ":method",
                        "GET",
                        ":scheme",
                        "http",
                        ":path",
                        "/",
                        ":authority",
                        "a",
                        "transfer-encoding",
                        "chunked"),
                List.of(":method", "GET", ":scheme", "http", ":path", "/", ":authority", "a", "te", "gzip"),
                List.of(":method", "GET", ":scheme", "http", ":path", "/", ":authority", "a", "host", "b"),
                List.of(":method", "GET", ":scheme", "http", ":path", "/", ":authority", "a", "content-length", "1"),
                List.of(":method", "GET", ":scheme", "http", ":path", "/", ":authority", "a", "x", "a\nb"),
                List.of(":method", "GET", ":scheme", "http", ":path", "/", ":authority", "a", "x", " a"),
                List.of(":method", "GET", ":scheme", "http", ":path", "/", ":authority", "a", "bad name", "a"),
                List.of(":method", "GET", ":scheme", "http", ":path", "/a b", ":authority", "a"),
                List.of(":method", "GET", ":scheme", "http", ":path", "a", ":authority", "a"),
                List.of(":method", "GET", ":scheme", "http", ":path", "*", ":authority", "a"),
                List.of(":method", "GET", ":scheme", "http", ":path", "", ":authority", "a"),
                List.of(":method", "GET", ":scheme", "http", ":path", "/", ":authority", "u@a"),
                List.of(":method", "GET", ":scheme", "http", ":path", "/"),
                List.of(":method", "GET", ":scheme", "http", ":authority", "a"),
                List.of(":method", "GET", ":path", "/", ":authority", "a"),
                List.of(":scheme", "http", ":path", "/", ":authority", "a"),
                List.of(":method", "GET", ":method", "GET", ":scheme", "http", ":path", "/", ":authority", "a"),
                List.of(":method", "GET", ":scheme", "http", ":path", "/", ":authority", "a", ":status", "200"),
                List.of(":method", "GET", ":scheme", "http", "x", "1", ":path", "/", ":authority", "a"),
                List.of(":method", "GET", ":scheme", "http", ":path", "/", ":authority", "a", ":protocol", "websocket"),
                List.of(":method", "CONNECT", ":scheme", "http", ":path", "/", ":authority", "a:1"));
    }

    @ParameterizedTest
    @MethodSource("malformedHeads")
    void a_malformed_head_is_an_error_of_its_stream(List<String> head) throws Exception {
        try (TestServer server = TestServer.saying("ok");
                TestProxy proxy = Configs.of(server).start();
                Http2Wire client = Http2Wire.connect(proxy.port())) {
            client.frame(Http2Wire.HEADERS, 5, 1, Http2Wire.literal(head.toArray(String[]::new)));
            client.get(3, "/");

            assertThat(client.answer(1).reset()).isEqualTo(PROTOCOL_ERROR);
            assertThat(client.answer(3).body()).isEqualTo("ok");
            assertThat(server.requests()).hasSize(1);
            assertThat(proxy.log(2).stream().map(line -> line.outcome().termination()))
                    .containsExactlyInAnyOrder("PR--", "----");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abcdef"})
    void a_body_of_another_length_than_it_says_is_an_error_of_its_stream(String body) throws Exception {
        try (TestServer server = TestServer.saying("ok");
                TestProxy proxy = Configs.of(server).start();
                Http2Wire client = Http2Wire.connect(proxy.port())) {
            client.request(1, "POST", "/", false, "content-length", "3").data(1, body, true);

            assertThat(client.answer(1).reset()).isEqualTo(PROTOCOL_ERROR);
            assertThat(client.get(3, "/").answer(3).body()).isEqualTo("ok");
        }
    }

    @Test
    void limits_of_a_head_and_of_a_body_are_answered_and_the_connection_goes_on() throws Exception {
        try (TestServer server = TestServer.saying("ok");
                TestProxy proxy = Configs.of(server)
                        .limits(new LimitsConfig(100, 400, 5, 10, 0))
                        .start();
                Http2Wire client = Http2Wire.connect(proxy.port())) {
            assertThat(client.get(1, "/" + "p".repeat(100)).answer(1).status()).isEqualTo("414");
            assertThat(client.get(3, "/", "x", "v".repeat(400)).answer(3).status())
                    .isEqualTo("431");
            assertThat(client.get(5, "/", "a", "1", "b", "1", "c", "1", "d", "1", "e", "1", "f", "1")
                            .answer(5)
                            .status())
                    .isEqualTo("431");
            assertThat(client.get(7, "/", "x", "v".repeat(580)).answer(7).status())
                    .as("more than is unpacked")
                    .isEqualTo("431");
            assertThat(client.request(9, "POST", "/", false)
                            .data(9, "more than ten", true)
                            .answer(9)
                            .status())
                    .isEqualTo("413");
            assertThat(client.get(11, "/").answer(11).body()).isEqualTo("ok");
            assertThat(proxy.log(6).stream().map(line -> line.outcome().status()))
                    .containsExactlyInAnyOrder(414, 431, 431, 431, 413, 200);
        }
    }

    @Test
    void a_reset_ends_its_exchange_only() throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        TestServer.Script script = (connection, self) -> {
            if (self.request(connection).head().startsWith("GET /slow")) {
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\npart");
                connection.rest();
                gone.countDown();
            } else {
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            }
        };
        try (TestServer server = TestServer.start(script);
                TestProxy proxy = Configs.of(server).start();
                Http2Wire client = Http2Wire.connect(proxy.port())) {
            client.get(1, "/slow").next(Http2Wire.DATA);
            client.frame(Http2Wire.RST_STREAM, 0, 1, Http2Wire.number(8));

            gone.await();
            assertThat(client.get(3, "/").answer(3).body()).isEqualTo("ok");
            assertThat(proxy.log(2).getFirst().outcome().termination()).isEqualTo("CD--");
        }
    }

    @Test
    void a_cut_answer_is_reset() throws Exception {
        try (TestServer server = TestServer.once("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\npart");
                TestProxy proxy = Configs.of(server).start();
                Http2Wire client = Http2Wire.connect(proxy.port())) {
            Answer answer = client.get(1, "/").answer(1);

            assertThat(answer.reset()).isEqualTo(2);
            assertThat(proxy.lastLogged(1).outcome().termination()).isEqualTo("SD--");
        }
    }

    @Test
    void interim_answers_and_expectations_pass() throws Exception {
        TestServer.Script script = (connection, self) -> {
            String head = connection.head();
            assertThat(head).containsIgnoringCase("expect: 100-continue");
            connection.send("HTTP/1.1 100 Continue\r\n\r\n");
            connection.read(3);
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        };
        try (TestServer server = TestServer.start(script);
                TestProxy proxy = Configs.of(server).start();
                Http2Wire client = Http2Wire.connect(proxy.port())) {
            client.request(1, "PUT", "/", false, "expect", "100-continue", "content-length", "3");

            assertThat(client.unpack(client.next(Http2Wire.HEADERS)).status()).hasToString("100");
            assertThat(client.data(1, "abc", true).answer(1).body()).isEqualTo("ok");
        }
    }

    @Test
    void what_only_begins_like_the_preface_is_http1() throws Exception {
        try (TestServer server = TestServer.saying("ok");
                TestProxy proxy = Configs.of(server).start();
                Wire put = proxy.connect();
                Wire pri = proxy.connect()) {
            put.send("P");
            put.send("UT / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
            assertThat(put.answer().body()).isEqualTo("ok");
            pri.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r").shutdownOutput();
            assertThat(pri.answer().status()).isEqualTo(505);
        }
    }

    @Test
    void a_preface_may_come_byte_by_byte() throws Exception {
        try (TestServer server = TestServer.saying("ok");
                TestProxy proxy = Configs.of(server).start();
                Http2Wire client = Http2Wire.silent(proxy.port())) {
            for (byte b : "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII)) {
                client.raw(new byte[] {b});
            }
            client.frame(Http2Wire.SETTINGS, 0, 0);

            assertThat(client.get(1, "/").answer(1).body()).isEqualTo("ok");
        }
    }
}
