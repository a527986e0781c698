package io.tenbin.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tenbin.proxy.Edge;
import io.tenbin.proxy.TestServer;
import io.tenbin.proxy.http.Wire.Message;
import io.tenbin.proxy.http2.Http2Wire;
import io.tenbin.proxy.http2.Http2Wire.Frame;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Servers of HTTP/2 that refuse, go away, break rules, fall silent or flood: what the client gets, and what the server is told. */
class Http2ServerFailuresIT {
    private static final String GET = "GET /get HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String POST = "POST /post HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello";
    private static final int PROTOCOL_ERROR = 1;
    private static final int REFUSED_STREAM = 7;
    private static final int CANCEL = 8;
    private static final int ENHANCE_YOUR_CALM = 11;

    @RegisterExtension
    final Edge edge = new Edge(1);

    private final AtomicInteger connections = new AtomicInteger();
    private final BlockingQueue<Frame> seen = new LinkedBlockingQueue<>();

    @Test
    void a_stream_that_is_refused_is_repeated_whatever_the_method() throws Exception {
        serve(socket -> {
            Http2Wire wire = Http2Wire.accept(socket);
            boolean refuses = connections.incrementAndGet() == 1;
            while (true) {
                Frame head = wire.request();
                String body = wire.rest(head);
                if (refuses) {
                    wire.reset(head.stream(), REFUSED_STREAM);
                } else {
                    ok(wire, head, body);
                }
            }
        });

        assertThat(request(POST).body()).isEqualTo("hello");
        assertThat(edge.log(1).getFirst()).contains(" ---- ").contains("/1/");
    }

    @Test
    void what_a_server_that_goes_away_has_not_seen_is_repeated_and_the_rest_finishes() throws Exception {
        serve(socket -> {
            Http2Wire wire = Http2Wire.accept(socket);
            if (connections.incrementAndGet() > 1) {
                answerAll(wire);
            }
            Frame first = wire.request();
            Frame second = wire.request();
            wire.goAway(first.stream(), 0);
            seen.add(second);
            await().until(() -> connections.get() > 1);
            ok(wire, first, "from the old one");
            // It closes when its last stream has ended.
            assertThat(socket.getInputStream().readAllBytes()).isNotNull();
            seen.add(first);
        });

        try (Wire one = Wire.connect(edge.address());
                Wire two = Wire.connect(edge.address())) {
            one.send(GET);
            await().until(() -> connections.get() == 1);
            two.send(POST);
            assertThat(two.answer().body()).isEqualTo("hello");
            assertThat(one.answer().body()).isEqualTo("from the old one");
            assertThat(two.send(GET).answer().body()).isEmpty();
        }
        assertThat(connections).hasValue(2);
        await().until(() -> seen.size() == 2);
    }

    @Test
    void a_connection_that_is_lost_before_an_answer_is_repeated_if_that_does_no_harm() throws Exception {
        serve(socket -> {
            Http2Wire wire = Http2Wire.accept(socket);
            if (connections.incrementAndGet() == 2) {
                answerAll(wire);
            }
            wire.rest(wire.request());
        });

        assertThat(request(GET).status()).isEqualTo(200);
    }

    @Test
    void one_that_is_lost_when_it_had_a_request_that_may_do_harm_twice_is_an_error() throws Exception {
        serve(socket -> {
            Http2Wire wire = Http2Wire.accept(socket);
            connections.incrementAndGet();
            wire.rest(wire.request());
        });

        assertThat(request(POST).status()).isEqualTo(502);
        assertThat(edge.log(1).getFirst()).contains(" SH--");
        assertThat(connections).hasValue(1);
    }

    @Test
    void an_answer_that_is_cut_is_cut_for_the_client_too() throws Exception {
        serve(socket -> {
            Http2Wire wire = Http2Wire.accept(socket);
            Frame head = wire.request();
            wire.headers(head.stream(), false, ":status", "200").data(head.stream(), false, "half");
            if (head.headers().get(":path").equals("/reset")) {
                wire.reset(head.stream(), 2);
                wire.next();
            }
        });

        for (String path : new String[] {"/cut", "/reset"}) {
            try (Wire client = Wire.connect(edge.address())) {
                client.send("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
                assertThatThrownBy(client::answer).isInstanceOf(IOException.class);
            }
        }
        assertThat(edge.log(2)).allSatisfy(line -> assertThat(line).contains(" SD--"));
    }

    /** What breaks a rule of one answer. */
    enum Malformed {
        NO_STATUS,
        STATUS_OF_TWO_DIGITS,
        TWO_STATUSES,
        SWITCHING_PROTOCOLS,
        PSEUDO_HEADER_OF_A_REQUEST,
        PSEUDO_HEADER_BEHIND_A_FIELD,
        UPPER_CASE,
        CONNECTION,
        TRANSFER_ENCODING,
        CONTROL_CHARACTER,
        BLANK_BEFORE_VALUE,
        CONTENT_LENGTH_OF_WORDS,
        DIFFERING_CONTENT_LENGTH,
        LENGTH_WITHOUT_BODY,
        TOO_LONG,
        BODY_FIRST,
        LAST_INTERIM,
        TOO_MANY_INTERIM,
        TOO_LARGE;

        void send(Http2Wire wire, int stream) throws IOException {
            switch (this) {
                case NO_STATUS -> wire.headers(stream, true, "server", "x");
                case STATUS_OF_TWO_DIGITS -> wire.headers(stream, true, ":status", "20");
                case TWO_STATUSES -> wire.headers(stream, true, ":status", "200", ":status", "200");
                case SWITCHING_PROTOCOLS -> wire.headers(stream, false, ":status", "101");
                case PSEUDO_HEADER_OF_A_REQUEST -> wire.headers(stream, true, ":status", "200", ":path", "/");
                case PSEUDO_HEADER_BEHIND_A_FIELD ->
                    // A literal "x: y", then entry 8 of the static table.
                    wire.block(stream, true, new byte[] {0, 1, 'x', 1, 'y', (byte) 0x88});
                case UPPER_CASE -> wire.headers(stream, true, ":status", "200", "X-Upper", "x");
                case CONNECTION -> wire.headers(stream, true, ":status", "200", "connection", "close");
                case TRANSFER_ENCODING -> wire.headers(stream, true, ":status", "200", "transfer-encoding", "chunked");
                case CONTROL_CHARACTER -> wire.headers(stream, true, ":status", "200", "x", "a\r\nSet-Cookie: b");
                case BLANK_BEFORE_VALUE -> wire.headers(stream, true, ":status", "200", "x", " a");
                case CONTENT_LENGTH_OF_WORDS -> wire.headers(stream, false, ":status", "200", "content-length", "two");
                case DIFFERING_CONTENT_LENGTH ->
                    wire.headers(stream, false, ":status", "200", "content-length", "2", "content-length", "3");
                case LENGTH_WITHOUT_BODY -> wire.headers(stream, true, ":status", "200", "content-length", "2");
                case TOO_LONG -> wire.headers(stream, false, ":status", "204").data(stream, true, "x");
                case BODY_FIRST -> wire.data(stream, true, "x");
                case LAST_INTERIM -> wire.headers(stream, true, ":status", "103");
                case TOO_MANY_INTERIM -> {
                    for (int i = 0; i < 9; i++) {
                        wire.headers(stream, false, ":status", "103");
                    }
                }
                case TOO_LARGE -> wire.headers(stream, true, ":status", "200", "x", "x".repeat(70_000));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_answer_that_breaks_a_rule_is_an_error_of_its_stream_and_of_no_other(Malformed malformed) throws Exception {
        serve(socket -> {
            connections.incrementAndGet();
            Http2Wire wire = Http2Wire.accept(socket);
            Frame head = wire.request();
            malformed.send(wire, head.stream());
            seen.add(wire.next());
            answerAll(wire);
        });

        if (malformed == Malformed.TOO_LONG) {
            // Its head has gone to the client, complete in itself.
            assertThat(request("GET / HTTP/1.1\r\nHost: a\r\n\r\n").status()).isEqualTo(204);
        } else {
            assertThat(request(GET).status()).isEqualTo(502);
            assertThat(edge.log(1).getFirst()).contains(" PH--");
        }
        Frame reset = seen.take();
        assertThat(reset.type()).isEqualTo(Http2Wire.RST_STREAM);
        assertThat(reset.number()).isEqualTo(PROTOCOL_ERROR);
        assertThat(request(GET).status()).isEqualTo(200);
        assertThat(connections).hasValue(1);
    }

    @Test
    void a_body_that_is_shorter_than_it_says_is_cut_and_never_ended() throws Exception {
        serve(socket -> {
            Http2Wire wire = Http2Wire.accept(socket);
            Frame head = wire.request();
            wire.headers(head.stream(), false, ":status", "200", "content-length", "10")
                    .data(head.stream(), true, "short");
            wire.next();
        });

        assertThatThrownBy(() -> request(GET)).isInstanceOf(IOException.class);
        assertThat(edge.log(1).getFirst()).contains(" PD--");
    }

    @Test
    void a_server_that_is_silent_is_told_that_its_answer_is_not_wanted_and_keeps_its_connection() throws Exception {
        serve(socket -> {
            connections.incrementAndGet();
            Http2Wire wire = Http2Wire.accept(socket);
            wire.request();
            seen.add(wire.next());
            answerAll(wire);
        });

        assertThat(request(GET).status()).isEqualTo(504);
        Frame reset = seen.take();
        assertThat(reset.type()).isEqualTo(Http2Wire.RST_STREAM);
        assertThat(reset.number()).isEqualTo(CANCEL);
        assertThat(request(GET).status()).isEqualTo(200);
        assertThat(connections).hasValue(1);
    }

    @Test
    void a_client_that_goes_cancels_its_stream_only() throws Exception {
        serve(socket -> {
            Http2Wire wire = Http2Wire.accept(socket);
            Frame head = wire.request();
            wire.headers(head.stream(), false, ":status", "200").data(head.stream(), false, "x");
            seen.add(wire.next());
            answerAll(wire);
        });

        try (Wire client = Wire.connect(edge.address())) {
            client.send(GET);
            client.head();
            client.reset();
        }
        assertThat(seen.take().number()).isEqualTo(CANCEL);
        assertThat(request(GET).status()).isEqualTo(200);
    }

    /** Frames that carry nothing. */
    enum Flood {
        PING,
        SETTINGS,
        EMPTY_DATA,
        WINDOW_UPDATE,
        PRIORITY,
        UNKNOWN;

        void send(Http2Wire wire, int stream) throws IOException {
            switch (this) {
                case PING -> wire.frame(Http2Wire.PING, 0, 0, new byte[8]);
                case SETTINGS -> wire.settings();
                case EMPTY_DATA -> wire.data(stream, false, "");
                case WINDOW_UPDATE -> wire.window(stream, 1);
                case PRIORITY -> wire.frame(2, 0, stream, new byte[5]);
                case UNKNOWN -> wire.frame(99, 0, stream, new byte[5]);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void floods_end_the_connection(Flood flood) throws Exception {
        serve(socket -> {
            Http2Wire wire = Http2Wire.accept(socket);
            Frame head = wire.request();
            wire.headers(head.stream(), false, ":status", "200");
            Thread.ofVirtual().start(() -> {
                try {
                    for (int i = 0; i < 100_000; i++) {
                        flood.send(wire, head.stream());
                    }
                } catch (IOException e) {
                    // Closed.
                }
            });
            Frame frame = wire.read();
            while (frame.type() != Http2Wire.GOAWAY) {
                frame = wire.read();
            }
            seen.add(frame);
        });

        assertThatThrownBy(() -> request(GET)).isInstanceOf(IOException.class);
        assertThat(edge.log(1).getFirst()).contains(" 200 ").contains("D--");
        if (flood != Flood.PING && flood != Flood.SETTINGS) {
            // The acknowledgements of the others may keep the server from seeing it.
            assertThat((int) seen.take().text().charAt(7)).isEqualTo(ENHANCE_YOUR_CALM);
        }
    }

    private static void ok(Http2Wire wire, Frame head, String body) throws IOException {
        wire.headers(head.stream(), false, ":status", "200").data(head.stream(), true, body);
    }

    private static void answerAll(Http2Wire wire) throws IOException {
        while (true) {
            Frame head = wire.request();
            ok(wire, head, wire.rest(head));
        }
    }

    private Message request(String request) throws IOException {
        try (Wire client = Wire.connect(edge.address())) {
            return client.send(request).afterInterim();
        }
    }

    private void serve(TestServer.Behaviour behaviour) throws IOException {
        TestServer server = edge.ends(TestServer.start(behaviour));
        edge.serve(edge.loadBalancer("defaultBackend: app"), Edge.backend("app", """
                protocol: HTTP2
                healthCheck: {type: None}
                timeouts: {server: 500ms}
                servers: [%s]
                """.formatted(
                        Edge.server("s", server.port(), ""))));
    }
}
