package io.tenbin.proxy.listener;

import static io.tenbin.proxy.Configs.drain;
import static io.tenbin.proxy.Configs.httpBackend;
import static io.tenbin.proxy.Configs.httpListener;
import static io.tenbin.proxy.Configs.servers;
import static io.tenbin.proxy.Configs.tcpBackend;
import static io.tenbin.proxy.Configs.tcpListener;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tenbin.config.DrainConfig;
import io.tenbin.config.ListenerConfig;
import io.tenbin.config.ProxyConfig;
import io.tenbin.proxy.Configs;
import io.tenbin.proxy.RunningEngine;
import io.tenbin.proxy.TestServer;
import io.tenbin.proxy.reload.ReloadResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Listeners come, go and move while connections stand. */
class ListenerChangesIT {
    private static final Duration MIN_DURATION = Duration.ofMillis(700);

    private final TestServer echo = TestServer.echo();
    private final TestServer web = TestServer.start(ListenerChangesIT::answerAll);
    private final int first = TestServer.freePort();
    private final int second = TestServer.freePort();
    private RunningEngine proxy;

    @BeforeEach
    void start() throws IOException {
        proxy = RunningEngine.start();
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        echo.close();
        web.close();
    }

    @Test
    void a_listener_is_added_and_removed_without_touching_the_connections_of_another() throws Exception {
        apply(tcpListener("tcp", first, "echo"));
        try (Socket before = connect(first)) {
            assertEchoes(before, "one");

            apply(tcpListener("tcp", first, "echo"), httpListener("web", second, List.of(), "web"));
            try (Socket http = connect(second)) {
                assertThat(get(http)).startsWith("HTTP/1.1 200 OK");
            }
            assertEchoes(before, "two");

            apply(tcpListener("tcp", first, "echo"));
            awaitUnbound(second);
            assertEchoes(before, "three");
        }
    }

    @Test
    void a_removed_http_listener_gives_one_last_answer_and_accepts_until_its_time_is_over() throws Exception {
        apply(tcpListener("tcp", first, "echo"), httpListener("web", second, List.of(), "web"));
        try (Socket kept = connect(second);
                Socket idle = connect(second)) {
            assertThat(get(kept)).startsWith("HTTP/1.1 200 OK").doesNotContainIgnoringCase("connection: close");
            assertThat(get(idle)).startsWith("HTTP/1.1 200 OK");

            apply(tcpListener("tcp", first, "echo"));

            assertThat(get(kept)).startsWith("HTTP/1.1 200 OK").containsIgnoringCase("connection: close");
            assertThat(kept.getInputStream().read()).isEqualTo(-1);
            try (Socket late = connect(second)) {
                assertThat(get(late)).startsWith("HTTP/1.1 200 OK").containsIgnoringCase("connection: close");
            }
            // One on which nothing is asked for any more ends with FIN, once the port is unbound.
            assertThat(idle.getInputStream().read()).isEqualTo(-1);
            awaitUnbound(second);
        }
    }

    @Test
    void a_connection_that_was_relayed_for_a_removed_listener_stays() throws Exception {
        apply(tcpListener("tcp", first, "echo"), tcpListener("other", second, "echo"));
        try (Socket tunnel = connect(second)) {
            assertEchoes(tunnel, "before");

            apply(tcpListener("tcp", first, "echo"));
            awaitUnbound(second);

            assertEchoes(tunnel, "long after");
        }
    }

    @Test
    void a_listener_that_moves_serves_at_both_ports_for_a_while_and_its_connections_stay() throws Exception {
        apply(tcpListener("tcp", first, "echo"));
        try (Socket before = connect(first)) {
            assertEchoes(before, "one");

            apply(tcpListener("tcp", second, "echo"));

            try (Socket old = connect(first);
                    Socket moved = connect(second)) {
                assertEchoes(old, "at the old port");
                assertEchoes(moved, "at the new port");
                awaitUnbound(first);
                assertEchoes(old, "still");
            }
            assertEchoes(before, "still, too");
        }
    }

    @Test
    void a_removed_listener_that_comes_back_in_time_never_leaves_its_port() throws Exception {
        ListenerConfig other = tcpListener("tcp", first, "echo");
        apply(other, httpListener("web", second, List.of(), "web"));
        apply(other);
        apply(other, httpListener("web", second, List.of(), "web"));

        await().during(MIN_DURATION.plusMillis(300))
                .atMost(Duration.ofSeconds(10))
                .until(() -> {
                    try (Socket http = connect(second)) {
                        return get(http).startsWith("HTTP/1.1 200 OK");
                    }
                });
        try (Socket http = connect(second)) {
            assertThat(get(http)).doesNotContainIgnoringCase("connection: close");
        }
    }

    @Test
    void a_port_that_speaks_another_protocol_from_now_on_loses_nobody() throws Exception {
        apply(httpListener("port", first, List.of(), "web"));
        try (Socket http = connect(first)) {
            assertThat(get(http)).startsWith("HTTP/1.1 200 OK");

            apply(tcpListener("port", first, "echo"));

            try (Socket tcp = connect(first)) {
                assertEchoes(tcp, "now it is TCP");
            }
            // The connection that came to the HTTP listener is not taken for one of the TCP listener.
            assertThat(get(http)).startsWith("HTTP/1.1 ").containsIgnoringCase("connection: close");
        }
    }

    @Test
    void a_port_that_cannot_be_bound_leaves_all_others_as_they_are() throws Exception {
        apply(tcpListener("tcp", first, "echo"));
        try (Socket before = connect(first);
                TestServer squatter = TestServer.echo()) {
            ReloadResult result = ask(httpListener("web", squatter.port(), List.of(), "web"));

            assertThat(result).isInstanceOf(ReloadResult.Rejected.class);
            assertEchoes(before, "nothing has changed");
            try (Socket fresh = connect(first)) {
                assertEchoes(fresh, "nothing at all");
            }
            assertThat(proxy.applied("").path("rejected").asText()).contains("listener web: cannot bind port");
        }
    }

    @Test
    void many_changes_of_listeners_fail_no_request_to_one_that_stays() throws Exception {
        ListenerConfig stays = httpListener("web", first, List.of(), "web");
        apply(stays);
        CompletableFuture<Void> stop = new CompletableFuture<>();
        CompletableFuture<Integer> client = CompletableFuture.supplyAsync(() -> {
            int answers = 0;
            try (Socket http = connect(first)) {
                while (!stop.isDone()) {
                    assertThat(get(http)).startsWith("HTTP/1.1 200 OK").doesNotContainIgnoringCase("connection: close");
                    answers++;
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            return answers;
        });

        for (int i = 0; i < 10; i++) {
            apply(stays, tcpListener("other-" + i, TestServer.freePort(), "echo"));
        }
        stop.complete(null);

        assertThat(client.get(20, TimeUnit.SECONDS)).isPositive();
    }

    private void apply(ListenerConfig... listeners) {
        proxy.apply(config(listeners));
    }

    private ReloadResult ask(ListenerConfig... listeners) {
        return proxy.ask(config(listeners));
    }

    private ProxyConfig config(ListenerConfig... listeners) {
        DrainConfig drain = drain(MIN_DURATION, Duration.ofSeconds(1));
        return Configs.config(
                drain,
                List.of(listeners),
                tcpBackend("echo", servers(echo.port())),
                httpBackend("web", servers(web.port())));
    }

    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static void awaitUnbound(int port) {
        await().untilAsserted(
                        () -> assertThatThrownBy(() -> connect(port).close()).isInstanceOf(ConnectException.class));
    }

    private static void assertEchoes(Socket socket, String words) throws IOException {
        socket.getOutputStream().write(words.getBytes(US_ASCII));
        assertThat(socket.getInputStream().readNBytes(words.length()))
                .asString(US_ASCII)
                .isEqualTo(words);
    }

    private static String get(Socket socket) throws IOException {
        socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(US_ASCII));
        String head = head(socket.getInputStream());
        socket.getInputStream().readNBytes(2);
        return head;
    }

    private static void answerAll(Socket socket) throws IOException {
        while (!head(socket.getInputStream()).isEmpty()) {
            socket.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(US_ASCII));
        }
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(US_ASCII).endsWith("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) {
                return head.toString(US_ASCII);
            }
            head.write(b);
        }
        return head.toString(US_ASCII);
    }
}
