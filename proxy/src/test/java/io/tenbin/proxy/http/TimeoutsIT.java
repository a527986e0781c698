package io.tenbin.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tenbin.coverage.Covers;
import io.tenbin.proxy.Edge;
import io.tenbin.translate.Defaults;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The timeouts of HAProxy's {@code defaults}, line by line, from YAML to the wire: where each may stand and what overrides it, what it
 * ends, over HTTP and over TCP, and which state the log then has (configuration manual 8.5).
 */
class TimeoutsIT {
    @RegisterExtension
    final Edge edge = new Edge();

    @Test
    void none_is_without_an_end_where_nothing_is_said() {
        assertThat(Defaults.SERVER_TIMEOUTS.connect()).isEqualTo(Duration.ofSeconds(3));
        assertThat(Defaults.SERVER_TIMEOUTS.queue()).isEqualTo(Defaults.SERVER_TIMEOUTS.connect());
        assertThat(Defaults.SERVER_TIMEOUTS.server()).isEqualTo(Duration.ofSeconds(30));
        assertThat(Defaults.SERVER_TIMEOUTS.tunnel()).isEqualTo(Duration.ofHours(1));
        assertThat(Defaults.CLIENT_TIMEOUTS.client()).isEqualTo(Duration.ofSeconds(30));
        assertThat(Defaults.CLIENT_TIMEOUTS.httpRequest()).isEqualTo(Duration.ofSeconds(10));
        assertThat(Defaults.CLIENT_TIMEOUTS.httpKeepAlive()).isEqualTo(Duration.ofSeconds(30));
        assertThat(Defaults.CLIENT_TIMEOUTS.tunnel()).isEqualTo(Duration.ofHours(1));
    }

    /** {@code timeout connect}: no server answers at all. */
    @ParameterizedTest
    @CsvSource({"HTTP, 503, sC--", "TCP, 0, ' sC '"})
    @Covers("Backend.spec.timeouts.connect")
    void connect_is_of_the_backend(String protocol, int status, String state) throws Exception {
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            fill(full);
            serve(protocol, "", "", full.getLocalPort(), "timeouts: {connect: 250ms}\nretries: {count: 0}");
            try (Wire client = connect()) {
                assertThat(ended(client.send(HttpKeepAliveIT.GET))).isEqualTo(status);
            }
        }
        assertThat(edge.log(1).getFirst()).contains(state);
    }

    /** {@code timeout queue}, which is {@code timeout connect} unless it is said. */
    @ParameterizedTest
    @CsvSource({
        "HTTP, 'queue: 250ms, connect: 30s', 503, sQ--",
        "HTTP, connect: 250ms, 503, sQ--",
        "TCP, 'queue: 250ms, connect: 30s', 0, ' sQ '",
        "TCP, connect: 250ms, 0, ' sQ '",
    })
    @Covers("Backend.spec.timeouts.queue")
    void queue_is_of_the_backend_and_is_connect_unless_it_is_said(
            String protocol, String timeouts, int status, String state) throws Exception {
        TestServer busy = mute("");
        serve(protocol, "", "", busy.port(), "defaults: {maxConnections: 1}\ntimeouts: {" + timeouts + "}");
        try (Wire first = connect()) {
            first.send(HttpKeepAliveIT.GET);
            await().until(() -> busy.open() == 1);
            // Not before: over TCP a connection alone takes the server.
            try (Wire second = connect()) {
                assertThat(ended(second.send(HttpKeepAliveIT.GET))).isEqualTo(status);
            }
            // While the first is still open: its own line, when it leaves, is another loop's and may come before.
            assertThat(edge.log(1).getFirst()).contains(state);
        }
    }

    /** {@code timeout client}, {@code timeout http-request}: the LoadBalancer's, unless the listener says otherwise. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "client: 250ms                      |                     |                     | 408 | cR--",
                "client: 30s                        | client: 250ms       |                     | 408 | cR--",
                "httpRequest: 250ms                 |                     | GET / HTTP/1.1\\r\\n | 408 | cR--",
                "httpRequest: 30s                   | httpRequest: 250ms  | GET / HTTP/1.1\\r\\n | 408 | cR--",
                "'client: 250ms, httpRequest: 30s'  | httpRequest: 20s    | GET /               | 408 | cR--",
            })
    @Covers({
        "LoadBalancer.spec.timeouts.client",
        "LoadBalancer.spec.timeouts.httpRequest",
    })
    void a_head_that_does_not_come(String ofAll, String ofListener, String sent, int status, String state)
            throws Exception {
        serve("HTTP", ofAll, ofListener, mute("").port(), "");
        try (Wire client = connect()) {
            client.send(sent == null ? "" : sent.replace("\\r\\n", "\r\n"));
            assertThat(ended(client)).isEqualTo(status);
        }
        assertThat(edge.log(1).getFirst()).contains(state);
    }

    /** {@code timeout http-keep-alive}, or {@code timeout client} if that is shorter; nothing is said or logged. */
    @ParameterizedTest
    @CsvSource({
        "httpKeepAlive: 250ms,",
        "httpKeepAlive: 30s, httpKeepAlive: 250ms",
        "httpKeepAlive: 30s, client: 250ms",
    })
    @Covers("LoadBalancer.spec.timeouts.httpKeepAlive")
    void another_request_that_does_not_come(String ofAll, String ofListener) throws Exception {
        serve("HTTP", ofAll, ofListener, edge.ends(TestServer.saying("hi")).port(), "");
        try (Wire client = connect()) {
            assertThat(client.send(HttpKeepAliveIT.GET).answer().status()).isEqualTo(200);
            assertThat(ended(client)).isZero();
        }
        assertThat(edge.log(1)).hasSize(1);
    }

    /** {@code timeout client} within a body: the client's fault, though the server waits, too. */
    @Test
    void a_body_that_does_not_come() throws Exception {
        serve("HTTP", "client: 250ms", "", mute("").port(), "timeouts: {server: 30s}");
        try (Wire client = connect()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhalf");
            assertThat(ended(client)).isEqualTo(408);
        }
        assertThat(edge.log(1).getFirst()).contains("cH--");
    }

    /** {@code timeout server}: before the head of an answer, within it, and within the body. */
    @ParameterizedTest
    @CsvSource({
        "'', 504, sH--",
        "HTTP/1.1 200 OK|X-Half:, 504, sH--",
        "HTTP/1.1 200 OK|Content-Length: 9||half, 200, sD--",
    })
    @Covers("Backend.spec.timeouts.server")
    void an_answer_that_does_not_come(String sent, int status, String state) throws Exception {
        serve(
                "HTTP",
                "client: 30s",
                "",
                mute(sent.replace("|", "\r\n")).port(),
                "timeouts: {server: 250ms}\nretries: {count: 0}");
        try (Wire client = connect()) {
            assertThat(ended(client.send(HttpKeepAliveIT.GET))).isEqualTo(status);
        }
        assertThat(edge.log(1).getFirst()).contains(state);
    }

    /** {@code timeout tunnel}: once both sides stand it takes the place of the others, the shorter one if both sides have one. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP | tunnel: 250ms |               |               | cD--",
                "HTTP | tunnel: 30s   | tunnel: 250ms |               | cD--",
                "HTTP |               |               | tunnel: 250ms | cD--",
                "TCP  | tunnel: 250ms |               |               | ' cD '",
                "TCP  | tunnel: 30s   | tunnel: 250ms |               | ' cD '",
                "TCP  |               |               | tunnel: 250ms | ' cD '",
            })
    @Covers({"LoadBalancer.spec.timeouts.tunnel", "Backend.spec.timeouts.tunnel"})
    void silence_in_a_tunnel(String protocol, String ofAll, String ofListener, String ofBackend, String state)
            throws Exception {
        TestServer server = mute("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n");
        String timeouts = ofBackend == null ? "" : "timeouts: {" + ofBackend + "}";
        serve(protocol, ofAll, ofListener, server.port(), timeouts);
        try (Wire client = connect()) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n");
            assertThat(client.head()).startsWith("HTTP/1.1 101 ");
            assertThat(client.rest()).isEmpty();
        }
        assertThat(edge.log(1).getFirst()).contains(state);
    }

    /** Neither {@code timeout client} nor {@code timeout server} ends a tunnel that {@code timeout tunnel} lets stand. */
    @ParameterizedTest
    @CsvSource({"HTTP", "TCP"})
    void a_tunnel_outlives_the_other_timeouts(String protocol) throws Exception {
        TestServer server = mute("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n");
        serve(protocol, "client: 150ms, tunnel: 30s", "", server.port(), "timeouts: {server: 150ms, tunnel: 30s}");
        try (Wire client = connect()) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n");
            assertThat(client.head()).startsWith("HTTP/1.1 101 ");
            client.socket().setSoTimeout(500);
            assertThatThrownBy(client::rest).isInstanceOf(SocketTimeoutException.class);
        }
    }

    /** The status of the answer; 0 if the connection ends without one. */
    private static int ended(Wire client) throws IOException {
        try {
            String head = client.head();
            return head == null ? 0 : Integer.parseInt(head.substring(9, 12));
        } catch (SocketException e) {
            return 0;
        }
    }

    /** A server that reads a request or a first byte, says this, and nothing more. */
    private TestServer mute(String words) throws IOException {
        return edge.ends(TestServer.start((client, self) -> {
            self.request(client);
            client.send(words);
            client.rest();
        }));
    }

    /** Nobody accepts there any more: a connection to it is not answered. */
    private void fill(ServerSocket full) throws IOException {
        for (int i = 0; i < 8; i++) {
            Socket filling = edge.ends(new Socket());
            try {
                filling.connect(full.getLocalSocketAddress(), 100);
            } catch (SocketTimeoutException e) {
                return;
            }
        }
    }

    private Wire connect() throws IOException {
        return Wire.connect(edge.address());
    }

    /** Timeouts of the LoadBalancer and of the listener; null or empty for none. */
    private void serve(String protocol, String ofAll, String ofListener, int server, String backend)
            throws IOException {
        edge.serve(
                Edge.loadBalancer(
                        timeouts(ofAll), edge.listener(protocol, timeouts(ofListener) + "defaultBackend: app")),
                Edge.backend(
                        "app",
                        "mode: " + protocol + "\nhealthCheck: {type: None}\nservers: [" + Edge.server("s", server, "")
                                + "]\n" + backend));
    }

    private static String timeouts(String entries) {
        return entries == null || entries.isEmpty() ? "" : "timeouts: {" + entries + "}, ";
    }
}
