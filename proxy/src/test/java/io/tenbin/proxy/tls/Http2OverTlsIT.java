package io.tenbin.proxy.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tenbin.coverage.Covers;
import io.tenbin.proxy.Edge;
import io.tenbin.proxy.http2.Http2Wire;
import io.tenbin.proxy.http2.Http2Wire.Frame;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Which version of HTTP is spoken over TLS: what is offered, and what the server chooses (ALPN, RFC 7301). */
class Http2OverTlsIT {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    private static TestPki pki;
    private static TestPki.Issued certificate;

    @RegisterExtension
    final Edge edge = new Edge(1);

    private final List<String> schemes = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void makeAuthority() throws IOException {
        pki = new TestPki();
        certificate = pki.issue("DNS:app.example");
    }

    @AfterAll
    static void forget() throws IOException {
        pki.close();
    }

    @Test
    @Covers("Backend.spec.protocol")
    void a_server_that_chooses_http_2_gets_it_and_the_scheme_says_so() throws Exception {
        for (String protocol : List.of("HTTP2", "Auto")) {
            schemes.clear();
            TlsOrigin server = serve(protocol, List.of("h2", "http/1.1"));

            // All at once: who comes during the handshake waits for it.
            assertThat(statuses(3)).containsOnly("200").hasSize(3);

            assertThat(server.accepted()).isEqualTo(1);
            assertThat(schemes).containsExactly("https", "https", "https");
        }
    }

    @Test
    void with_auto_a_server_that_chooses_http_1_or_nothing_gets_that() throws Exception {
        for (List<String> chosen : List.of(List.of("http/1.1"), List.<String>of())) {
            TlsOrigin server = serve("Auto", chosen);

            // All at once: who waited for a connection that could be shared needs one of its own.
            assertThat(statuses(5)).containsOnly("200").hasSize(5);
            assertThat(statuses(1)).containsOnly("200");

            assertThat(server.accepted()).isBetween(1, 5);
            assertThat(schemes).isEmpty();
        }
    }

    @Test
    void one_that_must_speak_http_2_and_does_not_choose_it_is_a_connection_that_failed() throws Exception {
        serve("HTTP2", List.of("http/1.1"));

        assertThat(statuses(1)).containsExactly("502");

        assertThat(edge.log(1).getFirst()).contains(" SC-- ");
        assertThat(edge.served().metric("tenbin_backend_tls_failures_total", "reason=\"NothingInCommon\""))
                .isPositive();
        await().until(() -> edge.served().page("/applied").contains("the server does not choose HTTP/2"));
    }

    @Test
    void a_check_of_http_speaks_http_1_whatever_work_does() throws Exception {
        for (String protocol : List.of("HTTP2", "Auto")) {
            schemes.clear();
            serve(
                    protocol,
                    List.of("h2", "http/1.1"),
                    "{type: HTTP, interval: 100ms, initialState: FullyDown, rise: 1}");

            await().untilAsserted(() -> assertThat(statuses(1)).containsExactly("200"));

            assertThat(schemes).containsExactly("https");
        }
    }

    /** Of so many requests on connections of their own, all under way at the same time. */
    private List<String> statuses(int number) throws IOException {
        List<Socket> clients = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            Socket client = edge.connectFrom("127.0.0.1");
            client.getOutputStream().write(GET.getBytes(ISO_8859_1));
            clients.add(client);
        }
        List<String> statuses = new ArrayList<>();
        for (Socket client : clients) {
            statuses.add(Objects.requireNonNull(TlsOrigin.head(client.getInputStream()))
                    .substring(9, 12));
        }
        return statuses;
    }

    private TlsOrigin serve(String protocol, List<String> chosen) throws IOException {
        return serve(protocol, chosen, "{type: None}");
    }

    private TlsOrigin serve(String protocol, List<String> chosen, String check) throws IOException {
        TlsOrigin server = edge.ends(TlsOrigin.choosing(certificate.context(pki.authority()), chosen, this::answer));
        edge.serve(edge.loadBalancer("defaultBackend: app"), Edge.backend("app", """
                protocol: %s
                healthCheck: %s
                retries: {count: 0}
                tls: {enabled: true, verify: None}
                servers: [%s]
                """.formatted(
                        protocol, check, Edge.server("s", server.port(), ""))));
        return server;
    }

    private void answer(SSLSocket socket) throws IOException {
        if ("h2".equals(socket.getApplicationProtocol())) {
            Http2Wire wire = Http2Wire.accept(socket);
            while (true) {
                Frame head = wire.request();
                schemes.add(head.headers().get(":scheme"));
                wire.headers(head.stream(), true, ":status", "200");
            }
        }
        while (TlsOrigin.head(socket.getInputStream()) != null) {
            socket.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(ISO_8859_1));
        }
    }
}
