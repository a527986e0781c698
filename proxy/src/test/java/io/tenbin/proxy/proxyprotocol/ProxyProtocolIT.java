package io.tenbin.proxy.proxyprotocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tenbin.coverage.Covers;
import io.tenbin.proxy.ServedDirectory;
import io.tenbin.proxy.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who the client is, told to the proxy and by it, from objects in YAML to sockets. */
class ProxyProtocolIT {
    private static final String HEADER = "PROXY TCP4 192.0.2.7 198.51.100.1 5555 443\r\n";
    private static final String REQUEST = "GET /a HTTP/1.1\r\nHost: h\r\n\r\n";
    private static final String SIGNATURE = "\r\n\r\n\0\r\nQUIT\n";

    private final int port = TestServer.freePort();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final AtomicInteger open = new AtomicInteger();
    private final TestServer server = TestServer.start(this::answer);
    private ServedDirectory served;

    @BeforeEach
    void start() throws IOException {
        served = ServedDirectory.start(1);
    }

    @AfterEach
    void stop() throws IOException {
        served.close();
        server.close();
    }

    @Test
    @Covers("LoadBalancer.spec.listeners[].proxyProtocol")
    void what_the_header_tells_is_what_rules_servers_and_the_log_see() throws Exception {
        serve("HTTP", "proxyProtocol: Required", "");

        String answer = exchange(HEADER + REQUEST);

        assertThat(answer).startsWith("HTTP/1.1 200 ");
        assertThat(heard.getLast())
                .startsWith("GET /a HTTP/1.1\r\n")
                .containsIgnoringCase("\r\nx-forwarded-for: 192.0.2.7\r\n")
                .containsIgnoringCase("\r\nx-forwarded-port: 443\r\n")
                .containsIgnoringCase("\r\nx-seen: 192.0.2.7 5555 198.51.100.1 443\r\n");
        awaitLog("192.0.2.7:5555 [", " web app/s ");
        assertThat(exchange("PROXY TCP4 192.0.2.66 198.51.100.1 5555 443\r\n" + REQUEST))
                .startsWith("HTTP/1.1 403 ");
    }

    @Test
    void a_header_may_come_byte_by_byte_and_with_what_follows() throws Exception {
        serve("HTTP", "proxyProtocol: Required", "");
        try (Socket client = connect()) {
            for (char c : (SIGNATURE + "!\u0011\0\u000c\u00c0\0\2\7\u00c63d\1\u0015\u00b3\1\u00bb" + "GET /a")
                    .toCharArray()) {
                client.getOutputStream().write(c);
                client.getOutputStream().flush();
            }
            send(client, REQUEST.substring("GET /a".length()));
            assertThat(read(client)).startsWith("HTTP/1.1 200 ");
            send(client, REQUEST);
            assertThat(read(client)).startsWith("HTTP/1.1 200 ");
        }
        assertThat(heard).allMatch(head -> head.toLowerCase(Locale.ROOT).contains("x-forwarded-for: 192.0.2.7"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP", "TCP"})
    void a_sender_that_speaks_for_nobody_is_the_client(String protocol) throws Exception {
        serve(protocol, "proxyProtocol: Required", "");

        assertThat(exchange("PROXY UNKNOWN\r\n" + REQUEST)).startsWith("HTTP/1.1 200 ");
        assertThat(exchange(SIGNATURE + " \0\0\0" + REQUEST)).startsWith("HTTP/1.1 200 ");

        await().until(() -> served.log().size() == 2);
        assertThat(served.log()).allMatch(line -> line.startsWith("127.0.0.1:"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP", "TCP"})
    void without_a_valid_header_a_connection_is_closed_unanswered_and_no_server_hears_of_it(String protocol)
            throws Exception {
        serve(protocol, "proxyProtocol: Required, timeouts: {client: 200ms}", "");

        assertThat(exchange(REQUEST)).isEmpty();
        assertThat(exchange("PROXY TCP4 192.0.2.7 198.51.100.1 05555 443\r\n" + REQUEST))
                .isEmpty();
        assertThat(exchange("PROXY TCP4 192.0.2.7")).isEmpty();
        try (Socket gone = connect()) {
            send(gone, "PROXY ");
            gone.shutdownOutput();
            assertThat(read(gone)).isEmpty();
        }

        awaitLog("127.0.0.1:", " web/1: Received something which does not look like a PROXY protocol header");
        awaitLog("127.0.0.1:", " web/1: Received an invalid PROXY protocol header");
        awaitLog("127.0.0.1:", " web/1: Timeout while waiting for PROXY protocol header");
        awaitLog("127.0.0.1:", " web/1: Connection closed while waiting for PROXY protocol header");
        assertThat(heard).isEmpty();
        assertThat(server.accepted()).isZero();
    }

    @Test
    void a_relayed_connection_is_passed_on_without_its_header_and_routed_by_it() throws Exception {
        serve("TCP", "proxyProtocol: Required", "");

        assertThat(exchange(HEADER + REQUEST)).startsWith("HTTP/1.1 200 ");
        assertThat(heard.getLast()).isEqualTo(REQUEST);
        awaitLog("192.0.2.7:5555 [", " web app/s ");
        assertThat(exchange("PROXY TCP4 192.0.2.66 198.51.100.1 5555 443\r\n" + REQUEST))
                .isEmpty();
        assertThat(heard).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP", "TCP"})
    @Covers("Backend.spec.sendProxyProtocol")
    void servers_are_told_who_the_client_is(String protocol) throws Exception {
        serve(protocol, "proxyProtocol: Required", "sendProxyProtocol: V1");
        assertThat(exchange(HEADER + REQUEST)).startsWith("HTTP/1.1 200 ");
        assertThat(heard.getLast()).startsWith(HEADER + "GET /a HTTP/1.1\r\n");

        serve(protocol, "proxyProtocol: Required", "sendProxyProtocol: V2");
        assertThat(exchange("PROXY TCP6 2001:db8::7 ::1 5555 443\r\n" + REQUEST))
                .startsWith("HTTP/1.1 200 ");
        String binary = heard.getLast();
        assertThat(binary).startsWith(SIGNATURE + "!!\0$ \1\r\u00b8");
        assertThat(binary.substring(16 + 36)).startsWith("GET /a HTTP/1.1\r\n");

        serve(protocol, "port: 81", "sendProxyProtocol: V1");
        try (Socket client = connect()) {
            send(client, REQUEST);
            assertThat(read(client)).startsWith("HTTP/1.1 200 ");
            assertThat(heard.getLast())
                    .startsWith("PROXY TCP4 127.0.0.1 127.0.0.1 " + client.getLocalPort() + " 81\r\nGET ");
        }
    }

    @Test
    void a_connection_to_a_server_that_was_told_of_a_client_serves_that_client_alone() throws Exception {
        serve("HTTP", "port: 81", "sendProxyProtocol: V2");
        try (Socket one = connect();
                Socket other = connect()) {
            for (Socket client : List.of(one, one, other, one, other)) {
                send(client, REQUEST);
                assertThat(read(client)).startsWith("HTTP/1.1 200 ");
            }
            assertThat(server.accepted()).isEqualTo(2);
            assertThat(heard).filteredOn(head -> head.startsWith(SIGNATURE)).hasSize(2);
            assertThat(heard).hasSize(5);
        }
        await().until(() -> open.get() == 0);
    }

    @Test
    void checks_begin_with_a_header_too_as_in_haproxy() throws Exception {
        String check = "healthCheck: {type: HTTP, interval: 100ms, http: {path: /check}}, sendProxyProtocol: ";
        serve("HTTP", "port: 81", check + "V2");
        await().until(() -> heard.stream().anyMatch(head -> head.startsWith(SIGNATURE + " \0\0\0GET /check ")));

        serve("HTTP", "port: 81", check + "V1");
        await().until(() -> heard.stream()
                .anyMatch(head -> head.matches(
                        "(?s)PROXY TCP4 127.0.0.1 127.0.0.1 \\d+ " + server.port() + "\r\nGET /check .*")));

        serve("TCP", "port: 81", "healthCheck: {type: TCP, interval: 100ms}, sendProxyProtocol: V1");
        await().until(() -> heard.stream()
                .anyMatch(head -> head.matches("PROXY TCP4 127.0.0.1 127.0.0.1 \\d+ " + server.port() + "\r\n")));
    }

    /** Answers each head, and keeps all that it hears. */
    private void answer(Socket socket) throws IOException {
        open.incrementAndGet();
        StringBuilder head = new StringBuilder();
        try {
            InputStream in = socket.getInputStream();
            for (int c = in.read(); c >= 0; c = in.read()) {
                head.append((char) c);
                if (head.length() > SIGNATURE.length() && head.toString().endsWith("\r\n\r\n")) {
                    heard.add(head.toString());
                    head.setLength(0);
                    socket.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(ISO_8859_1));
                }
            }
        } finally {
            if (!head.isEmpty()) {
                heard.add(head.toString());
            }
            open.decrementAndGet();
        }
    }

    private void serve(String protocol, String listener, String backend) throws IOException {
        String rule = protocol.equals("TCP") ? "reject: true" : "respond: {status: 403}";
        String headers = protocol.equals("TCP")
                ? ""
                : ", requestHeaders: {set: [{name: X-Seen, value: \"%[src] %[src_port] %[dst] %[dst_port]\"}]}";
        served.serve("""
                apiVersion: tenbin.io/v1alpha1
                kind: LoadBalancer
                metadata: {name: edge}
                spec:
                  listeners:
                  - {name: web, %stargetPort: %d, protocol: %s, %s%s, defaultBackend: app, rules: [{if: "{ src 192.0.2.66 }", %s}]}
                ---
                apiVersion: tenbin.io/v1alpha1
                kind: Backend
                metadata: {name: app}
                spec: {mode: %s, servers: [{name: s, address: 127.0.0.1, port: %d}]%s}
                """.formatted(
                        listener.contains("port: ") ? "" : "port: 80, ",
                        port,
                        protocol,
                        listener,
                        headers,
                        rule,
                        protocol,
                        server.port(),
                        backend.isEmpty() ? ", healthCheck: {type: None}" : withoutChecks(backend)));
    }

    private static String withoutChecks(String backend) {
        return ", " + backend + (backend.contains("healthCheck") ? "" : ", healthCheck: {type: None}");
    }

    private void awaitLog(String start, String part) {
        await().untilAsserted(
                        () -> assertThat(served.log()).anyMatch(line -> line.startsWith(start) && line.contains(part)));
    }

    private Socket connect() throws IOException {
        Socket client = new Socket(InetAddress.ofLiteral("127.0.0.1"), port);
        client.setTcpNoDelay(true);
        client.setSoTimeout(10_000);
        return client;
    }

    private String exchange(String text) throws IOException {
        try (Socket client = connect()) {
            send(client, text);
            return read(client);
        }
    }

    private static void send(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(ISO_8859_1));
    }

    /** A head; empty if the connection is closed without one. */
    private static String read(Socket client) throws IOException {
        StringBuilder head = new StringBuilder();
        try {
            for (int c = client.getInputStream().read();
                    c >= 0;
                    c = client.getInputStream().read()) {
                head.append((char) c);
                if (head.toString().endsWith("\r\n\r\n")) {
                    break;
                }
            }
        } catch (SocketException e) {
            // A reset: nothing more comes.
        }
        return head.toString();
    }
}
