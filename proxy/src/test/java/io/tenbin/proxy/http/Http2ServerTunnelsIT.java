package io.tenbin.proxy.http;

import static io.tenbin.proxy.http.Wire.lines;
import static org.assertj.core.api.Assertions.assertThat;

import io.tenbin.proxy.Edge;
import io.tenbin.proxy.TestServer;
import io.tenbin.proxy.http.Wire.Message;
import io.tenbin.proxy.http2.Http2Wire;
import io.tenbin.proxy.http2.Http2Wire.Frame;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** WebSockets of clients of HTTP/1.1, and CONNECT, to servers of HTTP/2 (RFC 8441; RFC 9113 section 8.5). */
class Http2ServerTunnelsIT {
    private static final int ENABLE_CONNECT_PROTOCOL = 8;

    /** The example of RFC 6455 section 1.3. */
    private static final String UPGRADE = lines("""
            GET /chat HTTP/1.1
            Host: a
            Connection: Upgrade
            Upgrade: websocket
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
            Sec-WebSocket-Version: 13
            Sec-WebSocket-Protocol: chat

            """);

    @RegisterExtension
    final Edge edge = new Edge(1);

    private final BlockingQueue<Frame> heads = new LinkedBlockingQueue<>();

    @Test
    void a_websocket_opens_by_extended_connect_and_bytes_pass_both_ways_until_both_have_ended() throws Exception {
        serve(socket -> echo(Http2Wire.accept(socket, ENABLE_CONNECT_PROTOCOL, 1)));

        try (Wire client = Wire.connect(edge.address())) {
            Message answer = client.send(UPGRADE).bodiless();
            assertThat(answer.firstLine()).isEqualTo("HTTP/1.1 101 Switching Protocols");
            assertThat(answer.field("Sec-WebSocket-Accept")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
            assertThat(answer.field("Upgrade")).isEqualTo("websocket");
            assertThat(answer.field("Connection")).isEqualToIgnoringCase("upgrade");
            assertThat(answer.field("Sec-WebSocket-Protocol")).isEqualTo("chat");

            client.send("ping");
            assertThat(client.read(4)).isEqualTo("ping");
            client.send("more");
            client.shutdownOutput();
            assertThat(client.rest()).isEqualTo("more");
        }
        assertThat(heads.take().headers())
                .containsAllEntriesOf(Map.of(
                        ":method", "CONNECT",
                        ":protocol", "websocket",
                        ":scheme", "http",
                        ":path", "/chat",
                        ":authority", "a",
                        "sec-websocket-version", "13"))
                .doesNotContainKeys("sec-websocket-key", "upgrade", "connection");
        assertThat(edge.log(1).getFirst()).contains(" 101 ").contains(" ----");
    }

    @Test
    void a_websocket_that_the_server_refuses_is_an_answer_as_any_other() throws Exception {
        serve(socket -> {
            Http2Wire wire = Http2Wire.accept(socket, ENABLE_CONNECT_PROTOCOL, 1);
            while (true) {
                Frame head = wire.request();
                wire.headers(head.stream(), false, ":status", "403").data(head.stream(), true, "no");
                heads.add(head);
                heads.add(wire.next());
            }
        });

        try (Wire client = Wire.connect(edge.address())) {
            Message answer = client.send(UPGRADE).answer();
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.body()).isEqualTo("no");
        }
        heads.take();
        assertThat(heads.take().last()).isTrue();
    }

    @Test
    void a_server_that_knows_no_extended_connect_gets_none() throws Exception {
        serve(socket -> echo(Http2Wire.accept(socket)));

        try (Wire client = Wire.connect(edge.address())) {
            assertThat(client.send(UPGRADE).answer().status()).isEqualTo(502);
        }
        assertThat(heads).isEmpty();
        try (Wire client = Wire.connect(edge.address())) {
            // Another protocol than a WebSocket: the server need not switch, and is not told.
            client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: other\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(200);
        }
        assertThat(heads.take().headers()).containsEntry(":method", "GET").doesNotContainKeys("upgrade", "connection");
    }

    @Test
    void connect_becomes_a_tunnel() throws Exception {
        serve(socket -> echo(Http2Wire.accept(socket)));

        try (Wire client = Wire.connect(edge.address())) {
            client.send("CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n");
            assertThat(client.bodiless().status()).isEqualTo(200);
            client.send("through");
            assertThat(client.read(7)).isEqualTo("through");
            client.shutdownOutput();
            assertThat(client.rest()).isEmpty();
        }
        assertThat(heads.take().headers())
                .containsEntry(":method", "CONNECT")
                .containsEntry(":authority", "example.com:443")
                .doesNotContainKeys(":scheme", ":path", ":protocol", "host");
    }

    private void echo(Http2Wire wire) throws IOException {
        while (true) {
            Frame frame = wire.next();
            if (frame.type() == Http2Wire.HEADERS) {
                heads.add(frame);
                wire.headers(frame.stream(), frame.last(), ":status", "200", "sec-websocket-protocol", "chat");
            } else if (frame.type() == Http2Wire.DATA) {
                wire.data(frame.stream(), frame.last(), frame.text());
            }
        }
    }

    private void serve(TestServer.Behaviour behaviour) throws IOException {
        TestServer server = edge.ends(TestServer.start(behaviour));
        edge.serve(
                Edge.loadBalancer("", edge.listener("HTTP", "allowConnect: true, defaultBackend: app")),
                Edge.backend("app", """
                        protocol: HTTP2
                        healthCheck: {type: None}
                        servers: [%s]
                        """.formatted(Edge.server("s", server.port(), ""))));
    }
}
