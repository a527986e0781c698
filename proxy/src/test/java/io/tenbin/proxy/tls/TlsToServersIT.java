package io.tenbin.proxy.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tenbin.coverage.Covers;
import io.tenbin.proxy.Edge;
import io.tenbin.proxy.TestServer;
import io.tenbin.proxy.tls.TestPki.Issued;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS to servers: who is believed, what is said when somebody is not, and what becomes of connections. */
class TlsToServersIT {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String VERIFIED = "caRef: {kind: ConfigMap, name: ca}, verifyHost: app.example";

    private static TestPki pki;
    private static Issued good;

    @RegisterExtension
    final Edge edge = new Edge();

    @BeforeAll
    static void makeAuthority() throws IOException {
        pki = new TestPki();
        good = pki.issue("DNS:app.example,DNS:*.wild.example,IP:127.0.0.1");
    }

    @AfterAll
    static void forget() throws IOException {
        pki.close();
    }

    @Test
    @Covers({"Backend.spec.tls.enabled", "Backend.spec.tls.caRef.name", "Backend.spec.tls.caRef.kind"})
    void a_server_with_a_certificate_of_the_authority_gets_work_and_connections_are_used_again() throws Exception {
        TlsOrigin server = edge.ends(TlsOrigin.answering(context(good)));
        serve(server.port(), VERIFIED);

        try (Socket client = connect()) {
            for (int i = 0; i < 3; i++) {
                assertThat(status(client, GET)).isEqualTo("200");
            }
        }
        assertThat(server.accepted()).isEqualTo(1);
        assertThat(server.names).containsExactly("app.example");
        assertThat(edge.served().metric("tenbin_backend_insecure", "backend=\"app\""))
                .isZero();
    }

    static Stream<Arguments> untrusted() throws IOException {
        return Stream.of(
                Arguments.of("WrongName", pki.issue("DNS:other.example"), VERIFIED),
                Arguments.of("WrongName", pki.issue(""), VERIFIED),
                Arguments.of("UnknownAuthority", foreign(), VERIFIED),
                Arguments.of("UnknownAuthority", good, "verifyHost: app.example"),
                Arguments.of("Expired", pki.expired("DNS:app.example"), VERIFIED),
                Arguments.of("SelfSigned", pki.selfSigned("DNS:app.example"), VERIFIED));
    }

    private static Issued foreign() throws IOException {
        try (TestPki other = new TestPki()) {
            return other.issue("DNS:app.example");
        }
    }

    @ParameterizedTest
    @MethodSource("untrusted")
    @Covers("Backend.spec.tls.verify")
    void whoever_cannot_be_believed_gets_nothing_and_the_reason_is_told(String reason, Issued issued, String tls)
            throws Exception {
        TlsOrigin server = edge.ends(TlsOrigin.answering(context(issued)));
        serve(server.port(), tls + ", verify: Required");

        try (Socket client = connect()) {
            assertThat(status(client, GET)).isEqualTo("502");
        }
        assertThat(server.requests).isEmpty();
        assertThat(edge.log(1).getFirst()).contains(" 502 ").contains(" SC-- ");
        assertThat(edge.served().metric("tenbin_backend_tls_failures_total", "reason=\"" + reason + "\""))
                .isPositive();
        await().until(() -> edge.served().page("/applied").contains("\"TlsFailed\""));
        assertThat(edge.served().page("/applied")).contains("\"reason\":\"" + reason + ": ");

        // The same server, and nobody is asked who he is.
        serve(server.port(), "verify: None");
        try (Socket client = connect()) {
            assertThat(status(client, GET)).isEqualTo("200");
        }
        assertThat(edge.served().metric("tenbin_backend_insecure", "backend=\"app\""))
                .isOne();
        await().until(() -> !edge.served().page("/applied").contains("\"TlsFailed\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"app.example", "APP.example", "a.wild.example", "127.0.0.1"})
    @Covers("Backend.spec.tls.verifyHost")
    void the_name_is_one_of_the_alternative_names(String host) throws Exception {
        TlsOrigin server = edge.ends(TlsOrigin.answering(context(good)));
        serve(server.port(), "caRef: {kind: ConfigMap, name: ca}, verifyHost: " + host);
        try (Socket client = connect()) {
            assertThat(status(client, GET)).isEqualTo("200");
        }
    }

    @Test
    @Covers("Backend.spec.tls.sni")
    void the_name_that_is_asked_for_need_not_be_the_one_that_is_believed() throws Exception {
        TlsOrigin server = edge.ends(TlsOrigin.answering(context(good)));
        serve(server.port(), VERIFIED + ", sni: front.example");
        try (Socket client = connect()) {
            assertThat(status(client, GET)).isEqualTo("200");
        }
        // Asked for it, and shown to have it, it would be believed by those who look at the wrong name.
        serve(server.port(), "caRef: {kind: ConfigMap, name: ca}, verifyHost: front.example, sni: app.example");
        try (Socket client = connect()) {
            assertThat(status(client, GET)).isEqualTo("502");
        }
        assertThat(server.names.getFirst()).isEqualTo("front.example");
    }

    @Test
    @Covers("Backend.spec.tls.minVersion")
    void an_older_version_than_is_allowed_is_not_spoken() throws Exception {
        TlsOrigin server = edge.ends(
                TlsOrigin.answering(context(good), socket -> socket.setEnabledProtocols(new String[] {"TLSv1.2"})));
        serve(server.port(), VERIFIED);
        try (Socket client = connect()) {
            assertThat(status(client, GET)).isEqualTo("200");
        }
        serve(server.port(), VERIFIED + ", minVersion: TLSv1.3");
        try (Socket client = connect()) {
            assertThat(status(client, GET)).isEqualTo("502");
        }
        assertThat(edge.served().metric("tenbin_backend_tls_failures_total", "reason=\"NothingInCommon\""))
                .isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    @Covers("Backend.spec.tls.clientCertificateRef.name")
    void a_server_that_asks_gets_the_certificate_or_ends_it_and_the_reason_is_told(String version) throws Exception {
        TlsOrigin server = edge.ends(TlsOrigin.answering(context(good), socket -> {
            socket.setNeedClientAuth(true);
            socket.setEnabledProtocols(new String[] {version});
        }));
        serve(server.port(), VERIFIED);
        try (Socket client = connect()) {
            assertThat(status(client, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx"))
                    .isEqualTo("502");
        }
        assertThat(server.requests).isEmpty();
        assertThat(edge.served().metric("tenbin_backend_tls_failures_total", "reason=\"ClientCertificateRefused\""))
                .isPositive();
        await().until(() -> edge.served().page("/applied").contains("ClientCertificateRefused"));

        edge.serve(
                edge.loadBalancer("defaultBackend: app"),
                backend(server.port(), VERIFIED + ", clientCertificateRef: {name: own}"),
                authority(),
                secret("own", pki.issue("DNS:proxy.example")));
        try (Socket client = connect()) {
            assertThat(status(client, GET)).isEqualTo("200");
        }
    }

    @Test
    @Covers("Backend.spec.tls.caRef.key")
    void the_authorities_may_be_under_another_key() throws Exception {
        TlsOrigin server = edge.ends(TlsOrigin.answering(context(good)));
        edge.serve(
                edge.loadBalancer("defaultBackend: app"),
                backend(server.port(), "verifyHost: app.example, caRef: {kind: ConfigMap, name: ca, key: our.pem}"),
                authority().replace("ca.crt:", "our.pem:"));
        try (Socket client = connect()) {
            assertThat(status(client, GET)).isEqualTo("200");
        }
    }

    @Test
    void what_is_no_tls_is_said_so() throws Exception {
        TestServer server = edge.ends(TestServer.start(socket -> {
            socket.getInputStream().read();
            socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(ISO_8859_1));
        }));
        serve(server.port(), VERIFIED);
        try (Socket client = connect()) {
            assertThat(status(client, GET)).isEqualTo("502");
        }
        assertThat(edge.served().metric("tenbin_backend_tls_failures_total", "reason=\"NotTls\""))
                .isPositive();
    }

    @Test
    void sessions_are_resumed() throws Exception {
        TlsOrigin server = edge.ends(TlsOrigin.answering(context(good)));
        edge.serve(
                edge.loadBalancer("defaultBackend: app"),
                backend(server.port(), VERIFIED) + "  connection: {mode: ServerClose}\n",
                authority());
        for (int i = 0; i < 4; i++) {
            try (Socket client = connect()) {
                assertThat(status(client, GET)).isEqualTo("200");
            }
            Thread.sleep(5);
        }
        assertThat(server.sessions).hasSize(4);
        assertThat(server.sessions.stream().distinct()).hasSizeLessThan(4);
    }

    @Test
    void a_connection_from_before_a_change_of_tls_gets_no_request_after_it() throws Exception {
        TlsOrigin server = edge.ends(TlsOrigin.answering(context(good)));
        serve(server.port(), VERIFIED);
        try (Socket client = connect()) {
            assertThat(status(client, GET)).isEqualTo("200");
            serve(server.port(), VERIFIED + ", sni: new.example");
            assertThat(status(client, GET)).isEqualTo("200");
            assertThat(server.names).containsExactly("app.example", "new.example");
            // A change of something else leaves them alone.
            edge.serve(
                    edge.loadBalancer("defaultBackend: app"),
                    backend(server.port(), VERIFIED + ", sni: new.example") + "  allBackups: true\n",
                    authority());
            assertThat(status(client, GET)).isEqualTo("200");
        }
        assertThat(server.accepted()).isEqualTo(2);
    }

    @Test
    void a_body_that_ends_with_the_stream_is_whole_only_behind_a_close_notify() throws Exception {
        for (boolean whole : List.of(true, false)) {
            TlsOrigin server = edge.ends(TlsOrigin.talking(context(good), socket -> {
                TlsOrigin.head(socket.getInputStream());
                socket.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\nhello".getBytes(ISO_8859_1));
                if (whole) {
                    socket.close();
                } else {
                    // Under its own TLS the socket ends with a FIN, and nothing else.
                    underlying(socket).shutdownOutput();
                }
            }));
            serve(server.port(), VERIFIED);
            try (Socket client = connect()) {
                client.getOutputStream().write(GET.getBytes(ISO_8859_1));
                String answer = everything(client);
                assertThat(answer).contains("hello");
                assertThat(answer.endsWith("0\r\n\r\n")).isEqualTo(whole);
            }
        }
        assertThat(edge.log(2).get(1)).contains(" SD-- ");
    }

    private static Socket underlying(SSLSocket socket) {
        return TlsOrigin.under(socket);
    }

    private static String everything(Socket client) throws IOException {
        client.setSoTimeout(5_000);
        StringBuilder all = new StringBuilder();
        try {
            for (int c = client.getInputStream().read();
                    c >= 0;
                    c = client.getInputStream().read()) {
                all.append((char) c);
                if (all.toString().endsWith("\r\n0\r\n\r\n")) {
                    return all.toString();
                }
            }
        } catch (IOException e) {
            // Cut.
        }
        return all.toString();
    }

    private static javax.net.ssl.SSLContext context(Issued issued) throws IOException {
        return issued.context(pki.authority());
    }

    private void serve(int port, String tls) throws IOException {
        edge.serve(edge.loadBalancer("defaultBackend: app"), backend(port, tls), authority());
    }

    private static String backend(int port, String tls) {
        return Edge.backend("app", """
                healthCheck: {type: None}
                retries: {count: 0}
                timeouts: {connect: 15s}
                tls: {enabled: true, %s}
                servers: [%s]
                """.formatted(tls, Edge.server("s", port, "")));
    }

    private static String authority() throws IOException {
        return """
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: ca}
                data:
                  ca.crt: |
                """ + pki.authority().indent(4);
    }

    private static String secret(String name, Issued issued) {
        return """
                ---
                apiVersion: v1
                kind: Secret
                metadata: {name: %s}
                type: kubernetes.io/tls
                stringData:
                  tls.crt: |
                """.formatted(name) + issued.certificate().indent(4) + "  tls.key: |\n"
                + issued.key().indent(4);
    }

    private Socket connect() throws IOException {
        return edge.connectFrom("127.0.0.1");
    }

    /** The status of the answer, whose body is read too. */
    private static String status(Socket client, String request) throws IOException {
        client.setSoTimeout(10_000);
        client.getOutputStream().write(request.getBytes(ISO_8859_1));
        String head = TlsOrigin.head(client.getInputStream());
        int length = head.lines()
                .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length: "))
                .mapToInt(line -> Integer.parseInt(line.substring(16).trim()))
                .findFirst()
                .orElse(0);
        client.getInputStream().readNBytes(length);
        return head.substring(9, 12);
    }
}
