package io.tenbin.proxy.proxyprotocol;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tenbin.proxy.Edge;
import io.tenbin.proxy.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A HAProxy in front, which tells of its client, and one behind, which answers what it was told. */
class BetweenHaproxiesIT {
    private static final String REQUEST = "GET / HTTP/1.0\r\nHost: a\r\n\r\n";

    @RegisterExtension
    final Edge edge = new Edge();

    @TempDir
    Path directory;

    private final int text = TestServer.freePort();
    private final int binary = TestServer.freePort();
    private final int behind = TestServer.freePort();

    @BeforeEach
    void start() throws IOException {
        boolean installed = installed();
        assertThat(installed || !"true".equals(System.getenv("CI")))
                .as("haproxy is installed")
                .isTrue();
        assumeTrue(installed, "haproxy is not installed: nothing to talk to (Debian: apt-get install haproxy)");
        Path config = directory.resolve("haproxy.cfg");
        Files.writeString(config, """
                defaults
                  mode tcp
                  timeout connect 3s
                  timeout client 10s
                  timeout server 10s
                listen text
                  bind 127.0.0.1:%1$d
                  server tenbin 127.0.0.1:%3$d send-proxy
                listen binary
                  bind 127.0.0.1:%2$d
                  unique-id-format id-of-%%cp
                  server tenbin 127.0.0.1:%3$d send-proxy-v2 proxy-v2-options unique-id
                frontend behind
                  mode http
                  bind 127.0.0.1:%4$d accept-proxy
                  http-request return status 200 content-type text/plain lf-string "%%[fc_pp_unique_id] %%[src] %%[src_port] %%[dst] %%[dst_port]"
                """.formatted(text, binary, edge.address().getPort(), behind));
        Process haproxy = new ProcessBuilder("haproxy", "-db", "-q", "-f", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output").toFile())
                .start();
        edge.ends(haproxy::destroyForcibly);
        for (int port : List.of(text, binary, behind)) {
            await().ignoreExceptions().until(() -> {
                connect(port).close();
                return true;
            });
        }
    }

    static Stream<Arguments> ways() {
        return Stream.of("TCP", "HTTP")
                .flatMap(protocol -> Stream.of("V1", "V2").map(version -> Arguments.of(protocol, version)));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void the_client_arrives_as_it_left(String protocol, String version) throws Exception {
        edge.serve(
                Edge.loadBalancer("", edge.listener(protocol, "proxyProtocol: Required, defaultBackend: app")),
                Edge.backend(
                        "app",
                        "mode: " + protocol + "\nsendProxyProtocol: " + version + "\nservers: ["
                                + Edge.server("s", behind, "") + "]"));

        for (int front : List.of(text, binary)) {
            try (Socket client = connect(front)) {
                client.getOutputStream().write(REQUEST.getBytes(US_ASCII));
                assertThat(new String(client.getInputStream().readAllBytes(), US_ASCII))
                        .endsWith("127.0.0.1 " + client.getLocalPort() + " 127.0.0.1 " + front);
            }
        }
    }

    @Test
    void what_the_header_in_front_told_beside_addresses_goes_on() throws Exception {
        edge.serve(
                Edge.loadBalancer("", edge.listener("HTTP", "proxyProtocol: Required, defaultBackend: app")),
                Edge.backend("app", "sendProxyProtocol: V2\nservers: [" + Edge.server("s", behind, "") + "]"));
        try (Socket client = connect(binary)) {
            client.getOutputStream().write(REQUEST.getBytes(US_ASCII));
            assertThat(new String(client.getInputStream().readAllBytes(), US_ASCII))
                    .contains("id-of-" + client.getLocalPort() + " 127.0.0.1 ");
        }
    }

    @Test
    void a_server_that_expects_headers_passes_its_checks() throws Exception {
        edge.serve(
                Edge.loadBalancer("", edge.listener("TCP", "proxyProtocol: Required, defaultBackend: app")),
                Edge.backend("app", """
                        mode: TCP
                        sendProxyProtocol: V2
                        healthCheck: {type: HTTP, interval: 100ms, initialState: FullyDown, rise: 1}
                        servers: [%s]
                        """.formatted(Edge.server("s", behind, ""))));

        await().ignoreExceptions().untilAsserted(() -> {
            try (Socket client = connect(binary)) {
                client.getOutputStream().write(REQUEST.getBytes(US_ASCII));
                assertThat(new String(client.getInputStream().readAllBytes(), US_ASCII))
                        .endsWith(" 127.0.0.1 " + binary);
            }
        });
    }

    private static Socket connect(int port) throws IOException {
        Socket client = new Socket(InetAddress.ofLiteral("127.0.0.1"), port);
        client.setSoTimeout(10_000);
        return client;
    }

    private static boolean installed() {
        try {
            return new ProcessBuilder("haproxy", "-v").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
