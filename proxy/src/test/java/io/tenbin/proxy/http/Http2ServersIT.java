package io.tenbin.proxy.http;

import static io.tenbin.proxy.http.Wire.lines;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tenbin.coverage.Covers;
import io.tenbin.proxy.Edge;
import io.tenbin.proxy.TestServer;
import io.tenbin.proxy.http.Wire.Message;
import io.tenbin.proxy.http2.Http2Wire;
import io.tenbin.proxy.http2.Http2Wire.Frame;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Clients of HTTP/1.1 and servers that speak HTTP/2: how a request gets there, and the answer back. */
class Http2ServersIT {
    private static final String GET = "GET /path?query HTTP/1.1\r\nHost: example.com\r\n\r\n";

    @RegisterExtension
    final Edge edge = new Edge(1);

    private final BlockingQueue<Frame> heads = new LinkedBlockingQueue<>();

    /** What is done with one request. */
    private interface Answer {
        void to(Frame head, Http2Wire wire) throws IOException;
    }

    @Test
    @Covers("Backend.spec.protocol")
    void a_head_is_written_with_pseudo_header_fields_and_without_what_concerns_the_connection() throws Exception {
        serve(each((head, wire) -> wire.headers(
                        head.stream(), false, ":status", "200", "server", "here", "content-length", "2")
                .data(head.stream(), true, "ok")));

        Message answer = request(lines("""
                GET /path?query HTTP/1.1
                Host: Example.com:8080
                Connection: close, X-Hop, TE
                X-Hop: 1
                TE: trailers, deflate
                Keep-Alive: 5
                Cookie: a=1; b=2
                X-Mixed-Case: Value
                Upgrade: h2c

                """));

        assertThat(heads.take().headers())
                .containsAllEntriesOf(Map.of(
                        ":method", "GET",
                        ":scheme", "http",
                        ":authority", "Example.com:8080",
                        ":path", "/path?query",
                        "te", "trailers",
                        "cookie", "a=1; b=2",
                        "x-mixed-case", "Value"))
                .containsKeys("x-forwarded-for")
                .doesNotContainKeys("host", "connection", "x-hop", "keep-alive", "upgrade", "transfer-encoding");
        assertThat(answer.firstLine()).isEqualTo("HTTP/1.1 200 OK");
        assertThat(answer.field("server")).isEqualTo("here");
        assertThat(answer.field("Content-Length")).isEqualTo("2");
        assertThat(answer.body()).isEqualTo("ok");
    }

    @Test
    void a_body_of_any_kind_arrives_whole_and_one_that_is_none_ends_with_the_head() throws Exception {
        List<Boolean> endedWithHead = new ArrayList<>();
        serve(each((head, wire) -> {
            endedWithHead.add(head.last());
            String body = wire.rest(head);
            wire.headers(head.stream(), false, ":status", "200").data(head.stream(), true, "got " + body);
        }));

        try (Wire client = Wire.connect(edge.address())) {
            assertThat(client.send(GET).answer().body()).isEqualTo("got ");
            assertThat(client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello")
                            .answer()
                            .body())
                    .isEqualTo("got hello");
            Message chunked = client.send(
                            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n4\r\ndefg\r\n0\r\n\r\n")
                    .answer();
            assertThat(chunked.body()).isEqualTo("got abcdefg");
            assertThat(chunked.field("Transfer-Encoding")).isEqualTo("chunked");
            assertThat(client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n")
                            .answer()
                            .body())
                    .isEqualTo("got ");
        }
        assertThat(endedWithHead).containsExactly(true, false, false, true);
    }

    @Test
    void trailers_pass_both_ways() throws Exception {
        BlockingQueue<Map<String, String>> trailers = new LinkedBlockingQueue<>();
        serve(each((head, wire) -> {
            Frame frame = wire.next();
            while (!frame.last()) {
                frame = wire.next();
            }
            trailers.add(frame.headers());
            wire.headers(head.stream(), false, ":status", "200")
                    .data(head.stream(), false, "x")
                    .headers(head.stream(), true, "x-sum", "1");
        }));

        try (Wire client = Wire.connect(edge.address())) {
            client.send(lines("""
                    POST / HTTP/1.1
                    Host: a
                    TE: trailers
                    Transfer-Encoding: chunked

                    1
                    x
                    0
                    X-Check: 2

                    """));
            assertThat(client.answer().body()).isEqualTo("x|x-sum: 1");
        }
        assertThat(trailers.take()).containsExactly(Map.entry("x-check", "2"));
    }

    @Test
    void answers_without_a_body_are_delimited_as_http_1_wants_it() throws Exception {
        serve(each((head, wire) -> {
            switch (head.headers().get(":path")) {
                case "/nothing" -> wire.headers(head.stream(), true, ":status", "200");
                case "/204" -> wire.headers(head.stream(), true, ":status", "204");
                case "/304" -> wire.headers(head.stream(), true, ":status", "304", "content-length", "7");
                default -> wire.headers(head.stream(), true, ":status", "200", "content-length", "7");
            }
        }));

        try (Wire client = Wire.connect(edge.address())) {
            Message nothing =
                    client.send("GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n").answer();
            assertThat(nothing.field("Content-Length")).isEqualTo("0");
            Message none = client.send("GET /204 HTTP/1.1\r\nHost: a\r\n\r\n").bodiless();
            assertThat(none.status()).isEqualTo(204);
            assertThat(none.field("Content-Length")).isNull();
            Message head = client.send("HEAD /head HTTP/1.1\r\nHost: a\r\n\r\n").bodiless();
            assertThat(head.field("Content-Length")).isEqualTo("7");
            assertThat(client.send("GET /304 HTTP/1.1\r\nHost: a\r\n\r\n")
                            .bodiless()
                            .status())
                    .isEqualTo(304);
            assertThat(client.send("GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n")
                            .answer()
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void interim_answers_and_expectations_are_relayed() throws Exception {
        serve(each((head, wire) -> {
            wire.headers(head.stream(), false, ":status", "103", "link", "</a>")
                    .headers(head.stream(), false, ":status", "100");
            String body = wire.rest(head);
            wire.headers(head.stream(), false, ":status", "200").data(head.stream(), true, body);
        }));

        try (Wire client = Wire.connect(edge.address())) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
            assertThat(client.head()).startsWith("HTTP/1.1 103 ").contains("link: </a>");
            assertThat(client.head()).startsWith("HTTP/1.1 100 ");
            assertThat(client.send("abc").answer().body()).isEqualTo("abc");
        }
        assertThat(heads.take().headers()).containsEntry("expect", "100-continue");
    }

    @Test
    void an_answer_that_comes_before_the_request_is_whole_counts_and_a_reset_without_error_after_it_is_none()
            throws Exception {
        serve(each((head, wire) -> wire.headers(head.stream(), false, ":status", "403", "content-length", "2")
                .data(head.stream(), true, "no")
                .reset(head.stream(), 0)));

        try (Wire client = Wire.connect(edge.address())) {
            Message answer = client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\nx")
                    .answer();
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.body()).isEqualTo("no");
        }
        assertThat(edge.log(1).getFirst()).contains(" 403 ").contains(" ----");
    }

    @Test
    void exchanges_share_a_connection_and_answers_come_in_any_order() throws Exception {
        AtomicInteger connections = new AtomicInteger();
        serve(socket -> {
            connections.incrementAndGet();
            Http2Wire wire = Http2Wire.accept(socket);
            List<Frame> requests = List.of(wire.request(), wire.request(), wire.request());
            for (Frame head : requests.reversed()) {
                wire.headers(head.stream(), false, ":status", "200")
                        .data(head.stream(), true, head.headers().get(":path"));
            }
            wire.next();
        });

        List<Wire> clients = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Wire client = edge.ends(Wire.connect(edge.address()));
            client.send("GET /" + i + " HTTP/1.1\r\nHost: a\r\n\r\n");
            clients.add(client);
        }
        for (int i = 0; i < 3; i++) {
            assertThat(clients.get(i).answer().body()).isEqualTo("/" + i);
        }
        assertThat(connections).hasValue(1);
        assertThat(edge.served().metric("tenbin_endpoint_connections_active", "app"))
                .isEqualTo(1);
    }

    @Test
    void another_connection_is_opened_when_a_server_takes_no_more_streams() throws Exception {
        AtomicInteger open = new AtomicInteger();
        AtomicInteger connections = new AtomicInteger();
        serve(socket -> {
            connections.incrementAndGet();
            Http2Wire wire = Http2Wire.accept(socket, 3, 2);
            while (true) {
                wire.request();
                open.incrementAndGet();
            }
        });

        for (int i = 0; i < 5; i++) {
            edge.ends(Wire.connect(edge.address())).send(GET);
        }

        await().untilAsserted(() -> assertThat(open).hasValue(5));
        assertThat(connections).hasValue(3);
    }

    @Test
    void a_server_that_does_not_speak_it_is_a_connection_that_failed() throws Exception {
        serve(socket -> {
            socket.getInputStream().read();
            socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII));
        });

        assertThat(request("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx")
                        .status())
                .isEqualTo(502);
        assertThat(edge.log(1).getFirst()).contains(" SC--");
    }

    private Message request(String request) throws IOException {
        try (Wire client = Wire.connect(edge.address())) {
            return client.send(request).answer();
        }
    }

    private TestServer.Behaviour each(Answer answer) {
        return socket -> {
            Http2Wire wire = Http2Wire.accept(socket);
            while (true) {
                Frame head = wire.request();
                heads.add(head);
                answer.to(head, wire);
            }
        };
    }

    private void serve(TestServer.Behaviour behaviour) throws IOException {
        TestServer server = edge.ends(TestServer.start(behaviour));
        edge.serve(edge.loadBalancer("defaultBackend: app"), Edge.backend("app", """
                protocol: HTTP2
                healthCheck: {type: None}
                retries: {redispatch: 0, count: 1}
                timeouts: {connect: 500ms}
                servers: [%s]
                """.formatted(
                        Edge.server("s", server.port(), ""))));
    }
}
