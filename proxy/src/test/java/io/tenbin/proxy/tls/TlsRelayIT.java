package io.tenbin.proxy.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tenbin.proxy.Edge;
import io.tenbin.proxy.TestServer;
import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Relayed connections whose server's side is in TLS, the PROXY protocol before it, and checks of such servers. */
class TlsRelayIT {
    private static TestPki pki;
    private static SSLContext context;

    @RegisterExtension
    final Edge edge = new Edge();

    @BeforeAll
    static void makeAuthority() throws IOException {
        pki = new TestPki();
        context = pki.issue("DNS:app.example").context(pki.authority());
    }

    @AfterAll
    static void forget() throws IOException {
        pki.close();
    }

    @Test
    void each_direction_ends_by_itself_and_with_a_close_notify() throws Exception {
        TlsOrigin server = edge.ends(TlsOrigin.talking(context, socket -> {
            // The end of the stream is seen only behind a close_notify; then the other direction still goes.
            byte[] all = socket.getInputStream().readAllBytes();
            socket.getOutputStream().write(all);
            socket.getOutputStream().write("!".getBytes(US_ASCII));
            socket.close();
        }));
        serve(server.port(), "");
        try (Socket client = edge.connectFrom("127.0.0.1")) {
            client.setSoTimeout(10_000);
            client.getOutputStream().write("hello".getBytes(US_ASCII));
            client.shutdownOutput();
            assertThat(new String(client.getInputStream().readAllBytes(), US_ASCII))
                    .isEqualTo("hello!");
        }
        assertThat(edge.log(1).getFirst()).contains(" -- ");
    }

    @Test
    void a_stream_that_is_cut_is_logged_as_the_servers_fault() throws Exception {
        TlsOrigin server = edge.ends(TlsOrigin.talking(context, socket -> {
            socket.getOutputStream().write("hello".getBytes(US_ASCII));
            TlsOrigin.under(socket).shutdownOutput();
        }));
        serve(server.port(), "");
        try (Socket client = edge.connectFrom("127.0.0.1")) {
            client.setSoTimeout(10_000);
            assertThat(new String(client.getInputStream().readAllBytes(), US_ASCII))
                    .isEqualTo("hello");
        }
        assertThat(edge.log(1).getFirst()).contains(" SD ");
    }

    @Test
    void the_header_of_the_proxy_protocol_comes_before_the_handshake_of_work_and_of_checks() throws Exception {
        CompletableFuture<String> work = new CompletableFuture<>();
        CompletableFuture<String> check = new CompletableFuture<>();
        TestServer server = edge.ends(TestServer.start(socket -> {
            StringBuilder header = new StringBuilder();
            while (header.indexOf("\r\n") < 0) {
                header.append((char) socket.getInputStream().read());
            }
            SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(socket, null, 0, true);
            tls.setUseClientMode(false);
            tls.startHandshake();
            int first = tls.getInputStream().read();
            (first < 0 ? check : work).complete(header.toString());
        }));
        serve(server.port(), "sendProxyProtocol: V1\nhealthCheck: {interval: 100ms, timeout: 5s}");
        try (Socket client = edge.connectFrom("127.0.0.1")) {
            client.getOutputStream().write("x".getBytes(US_ASCII));
            assertThat(work.get(10, TimeUnit.SECONDS))
                    .startsWith("PROXY TCP4 127.0.0.1 127.0.0.1 " + client.getLocalPort());
        }
        assertThat(check.get(10, TimeUnit.SECONDS)).startsWith("PROXY TCP4 ");
    }

    @Test
    void a_check_asks_who_the_server_is_as_work_does_and_says_why_not() throws Exception {
        TlsOrigin other =
                edge.ends(TlsOrigin.answering(pki.issue("DNS:other.example").context(pki.authority())));
        serve(other.port(), "healthCheck: {interval: 100ms, timeout: 5s}");
        await().until(() -> edge.served().page("/applied").contains("\"Down\""));
        assertThat(edge.served().page("/applied"))
                .contains("Layer6 invalid response, info: \\\"WrongName: the certificate is not for app.example");

        TlsOrigin good = edge.ends(TlsOrigin.answering(context));
        serve(good.port(), "healthCheck: {interval: 100ms, timeout: 5s, initialState: FullyDown, rise: 1, type: HTTP}");
        await().until(() -> !edge.served().page("/applied").contains("\"Down\""));
        assertThat(good.requests).first().isEqualTo("GET / HTTP/1.1");
        assertThat(good.names).containsOnly("app.example");
    }

    private void serve(int port, String entries) throws IOException {
        edge.serve(
                Edge.loadBalancer("", edge.listener("TCP", "defaultBackend: app")),
                Edge.backend(
                        "app",
                        """
                        mode: TCP
                        tls: {enabled: true, verifyHost: app.example, caRef: {kind: ConfigMap, name: ca}}
                        servers: [%s]
                        """.formatted(Edge.server(
                                        "s", port, entries.contains("healthCheck") ? "" : "healthCheck: {type: None}"))
                                + entries),
                """
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: ca}
                data:
                  ca.crt: |
                """ + pki.authority().indent(4));
    }
}
