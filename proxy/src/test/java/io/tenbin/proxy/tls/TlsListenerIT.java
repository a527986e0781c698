package io.tenbin.proxy.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenbin.coverage.Covers;
import io.tenbin.pem.MadeCertificates;
import io.tenbin.pem.MadeCertificates.Made;
import io.tenbin.proxy.ServedDirectory;
import io.tenbin.proxy.TestServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** TLS that ends at the proxy, as clients see it, whoever speaks it. */
class TlsListenerIT {
    private static Made shop;
    private static Made wild;

    @BeforeAll
    static void make() {
        try (MadeCertificates openssl = new MadeCertificates()) {
            shop = openssl.selfSigned("shop.example.com");
            wild = openssl.selfSigned("*.example.org");
        }
    }

    @AfterAll
    static void forget() {
        shop = null;
        wild = null;
    }

    static Stream<Arguments> speakers() {
        return Stream.of(TlsProvider.Kind.OPENSSL, TlsProvider.Kind.JDK)
                .flatMap(kind -> Stream.of("TLSv1.2", "TLSv1.3").map(version -> Arguments.of(kind, version)));
    }

    @ParameterizedTest
    @MethodSource("speakers")
    @Covers("LoadBalancer.spec.listeners[].tls.certificates[].secretRef.name")
    void requests_are_served_and_told_that_they_came_in_tls(TlsProvider.Kind kind, String version) throws Exception {
        int port = TestServer.freePort();
        try (TestServer server = answering();
                ServedDirectory proxy = ServedDirectory.start(kind).serve(https(port, server, ""))) {
            try (SSLSocket client = new TlsClient().connect(port, version, "shop.example.com")) {
                assertThat(client.getSession().getProtocol()).isEqualTo(version);
                assertThat(TlsClient.get(client, "shop.example.com"))
                        .startsWith("HTTP/1.1 200 OK\r\n")
                        .containsIgnoringCase("X-Forwarded-Proto: https\r\n")
                        .containsIgnoringCase("X-Forwarded-Port: " + port + "\r\n");
            }
            assertThat(proxy.log(1).getFirst()).contains("] secure~ app/s ").contains(" ---- ");
            assertThat(proxy.metric("tenbin_listener_tls_handshakes_total", "listener=\"secure\""))
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENSSL", "JDK"})
    @Covers("LoadBalancer.spec.listeners[].tls.strictSni")
    void the_name_decides_which_certificate_is_shown(TlsProvider.Kind kind) throws Exception {
        int port = TestServer.freePort();
        try (TestServer server = answering();
                ServedDirectory proxy = ServedDirectory.start(kind).serve(https(port, server, ""))) {
            assertThat(shown(port, "shop.example.com")).isEqualTo("shop.example.com");
            assertThat(shown(port, "a.example.org")).isEqualTo("*.example.org");
            assertThat(shown(port, "A.Example.ORG")).isEqualTo("*.example.org");
            assertThat(shown(port, "a.b.example.org")).isEqualTo("shop.example.com");
            assertThat(shown(port, null)).isEqualTo("shop.example.com");

            proxy.serve(https(port, server, "strictSni: true"));
            assertThat(shown(port, "a.example.org")).isEqualTo("*.example.org");
            assertThatThrownBy(() -> shown(port, "elsewhere.example"))
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("unrecognized_name");
            assertThat(proxy.log(7)).anyMatch(line -> line.endsWith("secure/1: SSL handshake failure"));
            assertThat(proxy.metric("tenbin_listener_tls_failures_total", "listener=\"secure\""))
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENSSL", "JDK"})
    void a_connection_outlives_the_change_of_its_certificate(TlsProvider.Kind kind) throws Exception {
        int port = TestServer.freePort();
        try (TestServer server = answering();
                ServedDirectory proxy = ServedDirectory.start(kind).serve(https(port, server, ""));
                SSLSocket client = new TlsClient().connect(port, "TLSv1.3", "shop.example.com")) {
            Made before = shop;
            try (MadeCertificates openssl = new MadeCertificates()) {
                shop = openssl.selfSigned("renewed.example.com");
            }
            proxy.serve(https(port, server, "minVersion: TLSv1.3"));
            assertThat(shown(port, null)).isEqualTo("renewed.example.com");
            assertThat(TlsClient.get(client, "shop.example.com")).startsWith("HTTP/1.1 200 OK\r\n");
            shop = before;
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    @Covers("LoadBalancer.spec.tls.sessionTickets")
    void sessions_go_on_after_changes_of_certificates_and_options(String version) throws Exception {
        int port = TestServer.freePort();
        TlsClient client = new TlsClient();
        try (TestServer server = answering();
                ServedDirectory proxy =
                        ServedDirectory.start(TlsProvider.Kind.OPENSSL).serve(https(port, server, ""))) {
            visit(client, port, version);
            visit(client, port, version);
            assertThat(resumed(proxy)).isEqualTo(1);

            proxy.serve(https(port, server, "cipherSuites: [ECDHE-ECDSA-AES128-GCM-SHA256]"));
            visit(client, port, version);
            assertThat(resumed(proxy)).isEqualTo(2);

            // Without tickets a session of TLS 1.2 is remembered, one of TLS 1.3 is not.
            proxy.serve(https(port, server, "sessionTickets: false"));
            TlsClient another = new TlsClient();
            visit(another, port, version);
            visit(another, port, version);
            assertThat(resumed(proxy)).isEqualTo(version.equals("TLSv1.2") ? 3 : 2);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENSSL", "JDK"})
    @Covers({"LoadBalancer.spec.tls.profile", "LoadBalancer.spec.tls.minVersion", "LoadBalancer.spec.tls.cipherSuites"})
    void what_is_spoken_is_what_the_terms_say(TlsProvider.Kind kind) throws Exception {
        int port = TestServer.freePort();
        try (TestServer server = answering();
                ServedDirectory proxy = ServedDirectory.start(kind).serve(https(port, server, "profile: Modern"))) {
            assertThat(shown(port, null)).isEqualTo("shop.example.com");
            assertThatThrownBy(() -> new TlsClient().connect(port, "TLSv1.2", null))
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("protocol_version");

            proxy.serve(https(port, server, "profile: Custom\n      cipherSuites: [ECDHE-ECDSA-AES256-GCM-SHA384]"));
            try (SSLSocket client = new TlsClient().connect(port, "TLSv1.2", null)) {
                assertThat(client.getSession().getCipherSuite()).isEqualTo("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384");
            }

            // Not the very configuration that was there before.
            proxy.serve(https(port, server, "minVersion: TLSv1.3\n      sessionTickets: false"));
            assertThatThrownBy(() -> new TlsClient().connect(port, "TLSv1.2", null))
                    .isInstanceOf(SSLException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENSSL", "JDK"})
    @Covers("LoadBalancer.spec.listeners[].tls.mode")
    void what_is_passed_through_is_between_client_and_server(TlsProvider.Kind kind) throws Exception {
        int inner = TestServer.freePort();
        int outer = TestServer.freePort();
        try (TestServer server = answering();
                ServedDirectory terminating = ServedDirectory.start(kind).serve(https(inner, server, ""));
                ServedDirectory passing = ServedDirectory.start(kind).serve(passing(outer, inner))) {
            try (SSLSocket client = new TlsClient().connect(outer, "TLSv1.3", "a.example.org")) {
                assertThat(TlsClient.shown(client)).isEqualTo("*.example.org");
                assertThat(TlsClient.get(client, "a.example.org")).startsWith("HTTP/1.1 200 OK\r\n");
            }
            assertThat(terminating.log(1)).hasSize(1);
            assertThat(passing.log(1).getFirst()).contains("] sni db/s ");
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), outer)) {
                client.setSoTimeout(5_000);
                client.getOutputStream().write("no TLS at all".getBytes(StandardCharsets.US_ASCII));
                assertThat(client.getInputStream().read()).isEqualTo(-1);
            }
            assertThat(passing.log(2).getLast()).endsWith("sni/1: SSL handshake failure");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENSSL", "JDK"})
    @Covers({
        "LoadBalancer.spec.listeners[].tls.clientAuth.mode",
        "LoadBalancer.spec.listeners[].tls.clientAuth.caRef.kind",
        "LoadBalancer.spec.listeners[].tls.clientAuth.caRef.name",
        "LoadBalancer.spec.listeners[].tls.clientAuth.caRef.key"
    })
    void clients_show_certificates_where_they_have_to(TlsProvider.Kind kind) throws Exception {
        int port = TestServer.freePort();
        try (MadeCertificates openssl = new MadeCertificates();
                TestServer server = answering();
                ServedDirectory proxy = ServedDirectory.start(kind)) {
            Made authority = openssl.authority("clients-ca");
            TlsClient known = new TlsClient(TlsClient.keys(openssl.signedBy(authority, "alice")));
            TlsClient stranger =
                    new TlsClient(TlsClient.keys(openssl.signedBy(openssl.authority("clients-ca"), "mallory")));
            String objects = https(
                            port,
                            server,
                            "clientAuth: {mode: Required, caRef: {kind: ConfigMap, name: clients, key: ca.pem}}")
                    + "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: clients}\ndata:\n  ca.pem: |\n"
                    + authority.certificate().indent(4);
            proxy.serve(objects);
            visit(known, port, "TLSv1.3");
            assertThatThrownBy(() -> visit(new TlsClient(), port, "TLSv1.3")).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> visit(stranger, port, "TLSv1.2")).isInstanceOf(IOException.class);
            assertThat(proxy.log(3)).anyMatch(line -> line.endsWith("secure/1: SSL client certificate not trusted"));

            proxy.serve(objects.replace("mode: Required", "mode: Optional"));
            visit(known, port, "TLSv1.3");
            visit(new TlsClient(), port, "TLSv1.3");
            assertThatThrownBy(() -> visit(stranger, port, "TLSv1.2")).isInstanceOf(IOException.class);

            proxy.serve(objects + openssl.revocations(authority).indent(4));
            visit(known, port, "TLSv1.2");
        }
    }

    private static String passing(int port, int server) {
        return """
                apiVersion: tenbin.io/v1alpha1
                kind: LoadBalancer
                metadata: {name: edge}
                spec:
                  listeners:
                  - {name: sni, port: %d, protocol: TLS, tls: {mode: Passthrough}, defaultBackend: db}
                ---
                apiVersion: tenbin.io/v1alpha1
                kind: Backend
                metadata: {name: db}
                spec: {mode: TCP, servers: [{name: s, address: 127.0.0.1, port: %d, healthCheck: {type: None}}]}
                """.formatted(port, server);
    }

    static Stream<String> versions() {
        return Stream.of("TLSv1.2", "TLSv1.3");
    }

    @ParameterizedTest
    @MethodSource("speakers")
    void what_is_no_tls_is_closed_and_told(TlsProvider.Kind kind, String version) throws Exception {
        int port = TestServer.freePort();
        try (TestServer server = answering();
                ServedDirectory proxy = ServedDirectory.start(kind).serve(https(port, server, ""));
                Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            client.setSoTimeout(5_000);
            client.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(client.getInputStream().read()).isEqualTo(-1);
            assertThat(proxy.log(1).getFirst()).endsWith("secure/1: SSL handshake failure");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENSSL", "JDK"})
    void bytes_are_relayed_in_tls_until_both_sides_have_ended(TlsProvider.Kind kind) throws Exception {
        int port = TestServer.freePort();
        try (TestServer server = TestServer.start(socket -> {
                    byte[] said = socket.getInputStream().readNBytes(100_000);
                    socket.getOutputStream().write(said);
                });
                ServedDirectory proxy = ServedDirectory.start(kind)
                        .serve(https(port, server, "")
                                .replace("protocol: HTTPS", "protocol: TLS")
                                .replace("mode: HTTP", "mode: TCP"));
                SSLSocket client = new TlsClient().connect(port, "TLSv1.3", "shop.example.com")) {
            byte[] said = new byte[100_000];
            said[99_999] = 7;
            client.getOutputStream().write(said);
            assertThat(client.getInputStream().readAllBytes()).isEqualTo(said);
            client.shutdownOutput();
            assertThat(proxy.log(1).getFirst()).contains("] secure~ app/s ").contains(" -- ");
        }
    }

    private static String shown(int port, String name) throws Exception {
        try (SSLSocket client = new TlsClient().connect(port, "TLSv1.3", name)) {
            return TlsClient.shown(client);
        }
    }

    private static void visit(TlsClient client, int port, String version) throws IOException {
        try (SSLSocket socket = client.connect(port, version, "shop.example.com")) {
            assertThat(TlsClient.get(socket, "shop.example.com")).startsWith("HTTP/1.1 200 OK\r\n");
        }
    }

    private static double resumed(ServedDirectory proxy) throws IOException {
        return proxy.metric("tenbin_listener_tls_resumed_total", "listener=\"secure\"");
    }

    /** Answers with the head that it got. */
    private static TestServer answering() {
        return TestServer.start(socket -> {
            BufferedReader reader =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            StringBuilder head = new StringBuilder();
            for (String line = reader.readLine(); line != null && !line.isEmpty(); line = reader.readLine()) {
                head.append(line).append("\r\n");
            }
            String answer =
                    "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " + head.length() + "\r\n\r\n" + head;
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
        });
    }

    static String https(int port, TestServer server, String tls) {
        return """
                apiVersion: tenbin.io/v1alpha1
                kind: LoadBalancer
                metadata: {name: edge}
                spec:
                  listeners:
                  - name: secure
                    port: %d
                    protocol: HTTPS
                    tls:
                      certificates: [{secretRef: {name: shop}}, {secretRef: {name: wild}}]
                      %s
                    defaultBackend: app
                ---
                apiVersion: tenbin.io/v1alpha1
                kind: Backend
                metadata: {name: app}
                spec: {mode: HTTP, servers: [{name: s, address: 127.0.0.1, port: %d, healthCheck: {type: None}}]}
                ---
                %s
                ---
                %s
                """.formatted(port, tls, server.port(), secret("shop", shop), secret("wild", wild));
    }

    static String secret(String name, Made made) {
        return """
                apiVersion: v1
                kind: Secret
                type: kubernetes.io/tls
                metadata: {name: %s}
                data: {tls.crt: %s, tls.key: %s}
                """.formatted(name, base64(made.certificate()), base64(made.key()))
                .strip();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }
}
