package io.tenbin.proxy.tcp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.tenbin.config.DrainConfig;
import io.tenbin.config.ServerConfig;
import io.tenbin.proxy.Configs;
import io.tenbin.proxy.RunningProxy;
import io.tenbin.proxy.TestServer;
import io.tenbin.proxy.TestTransports;
import io.tenbin.proxy.reload.ReloadResult;
import io.tenbin.proxy.transport.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A side that has sent its FIN still gets all that the other one sends. */
@ParameterizedClass(name = "{0}")
@MethodSource("transports")
class TcpHalfCloseIT {
    private static final DrainConfig DRAIN = Configs.drain(Duration.ZERO, Duration.ofSeconds(5));

    @Parameter
    Transport.Kind kind;

    private RunningProxy proxy;
    private final int port = TestServer.freePort();

    static List<Transport.Kind> transports() {
        return TestTransports.available();
    }

    @BeforeEach
    void start() {
        proxy = RunningProxy.start(kind);
    }

    @AfterEach
    void stop() {
        proxy.close();
    }

    @Test
    void a_fin_is_passed_on_and_the_other_direction_goes_on() throws Exception {
        TestServer.Behaviour answersAfterTheEnd = socket -> {
            byte[] question = socket.getInputStream().readAllBytes();
            socket.getOutputStream().write(("got " + new String(question, US_ASCII)).getBytes(US_ASCII));
        };
        try (TestServer server = TestServer.start(answersAfterTheEnd)) {
            relayTo(server.port());
            try (Socket client = connect()) {
                client.getOutputStream().write("all".getBytes(US_ASCII));
                client.shutdownOutput();

                assertThat(client.getInputStream().readAllBytes())
                        .asString(US_ASCII)
                        .isEqualTo("got all");
            }
        }
    }

    @Test
    void the_servers_fin_lets_the_client_go_on_sending() throws Exception {
        CompletableFuture<String> heard = new CompletableFuture<>();
        TestServer.Behaviour speaksFirst = socket -> {
            socket.getOutputStream().write("bye".getBytes(US_ASCII));
            socket.shutdownOutput();
            heard.complete(new String(socket.getInputStream().readAllBytes(), US_ASCII));
        };
        try (TestServer server = TestServer.start(speaksFirst)) {
            relayTo(server.port());
            try (Socket client = connect()) {
                assertThat(client.getInputStream().readAllBytes())
                        .asString(US_ASCII)
                        .isEqualTo("bye");
                client.getOutputStream().write("still here".getBytes(US_ASCII));
            }
            assertThat(heard.get()).isEqualTo("still here");
        }
    }

    @Test
    void bytes_that_come_with_a_fin_before_the_server_is_reached_arrive() throws Exception {
        try (TestServer server = TestServer.echo()) {
            apply(Configs.servers(TestServer.freePort(), server.port()));
            for (int i = 0; i < 20; i++) {
                try (Socket client = connect()) {
                    client.getOutputStream().write("hello".getBytes(US_ASCII));
                    client.shutdownOutput();
                    assertThat(client.getInputStream().readAllBytes())
                            .asString(US_ASCII)
                            .isEqualTo("hello");
                }
            }
        }
    }

    /** More than the kernel takes at once, so that the proxy has to wait until it can write to a peer from which nothing comes any more. */
    @Test
    void megabytes_arrive_whole_at_a_client_that_has_sent_its_fin() throws Exception {
        CompletableFuture<HashedBytes> sent = new CompletableFuture<>();
        TestServer.Behaviour answersAfterTheEnd = socket -> {
            assertThat(socket.getInputStream().readAllBytes()).isEmpty();
            sent.complete(HashedBytes.send(socket.getOutputStream(), 30 << 20));
        };
        try (TestServer server = TestServer.start(answersAfterTheEnd)) {
            relayTo(server.port());
            try (Socket client = connect()) {
                client.shutdownOutput();

                HashedBytes received = HashedBytes.receiveLate(client).get();

                assertThat(received.count()).isEqualTo(30 << 20);
                assertThat(received).isEqualTo(sent.get());
            }
        }
    }

    private void relayTo(int server) throws Exception {
        apply(Configs.servers(server));
    }

    private void apply(ServerConfig... servers) throws Exception {
        assertApplied(proxy.apply(
                Configs.config(DRAIN, List.of(Configs.tcpListener("t", port, "b")), Configs.tcpBackend("b", servers))));
    }

    private static void assertApplied(ReloadResult result) {
        assertThat(result).isInstanceOf(ReloadResult.Applied.class);
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(30_000);
        return socket;
    }
}
