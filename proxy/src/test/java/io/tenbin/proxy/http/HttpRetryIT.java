package io.tenbin.proxy.http;

import static io.tenbin.proxy.http.HttpKeepAliveIT.GET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tenbin.coverage.Covers;
import io.tenbin.proxy.http.Wire.Message;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is tried again, where, and what never is. */
class HttpRetryIT {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    @Test
    void a_refused_connection_moves_on_to_another_server_at_once() throws Exception {
        int nobody = unusedPort();
        try (TestServer server = TestServer.saying("ok");
                TestProxy proxy =
                        new Configs().server(nobody).server(server.port()).start();
                Wire client = proxy.connect()) {
            long began = System.nanoTime();
            for (int i = 0; i < 10; i++) {
                assertThat(client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx")
                                .answer()
                                .status())
                        .isEqualTo(200);
            }
            assertThat(System.nanoTime() - began).isLessThan(1_000_000_000L);
            // A fixed server has its turn again, as in HAProxy: only its checks would take it away.
            assertThat(proxy.log(10).stream().filter(line -> line.load().redispatched()))
                    .hasSizeGreaterThanOrEqualTo(5)
                    .allMatch(line ->
                            line.load().retries() == 1 && line.route().server().equals("s2"));
        }
    }

    @Test
    void without_another_server_the_same_one_is_tried_after_a_pause() throws Exception {
        int port = unusedPort();
        try (TestProxy proxy = new Configs().server(port).connect(200).start();
                Wire client = proxy.connect()) {
            long began = System.nanoTime();
            client.send(GET);

            assertThat(client.answer().status()).isEqualTo(503);
            assertThat(System.nanoTime() - began).isBetween(600_000_000L, 2_500_000_000L);
            var line = proxy.lastLogged(1);
            assertThat(line.outcome().termination()).isEqualTo("SC--");
            assertThat(line.load().retries()).isEqualTo(3);
            assertThat(line.load().redispatched()).isFalse();
            assertThat(line.route().server()).isEqualTo("s1");
        }
    }

    @Test
    void a_server_that_is_back_after_the_pause_serves() throws Exception {
        int port = unusedPort();
        try (TestProxy proxy = new Configs().server(port).connect(500).start();
                Wire client = proxy.connect()) {
            client.send(GET);
            await().until(() -> proxy.registry()
                            .endpoints()
                            .iterator()
                            .next()
                            .stats()
                            .connectFailures()
                            .sum()
                    > 0);
            try (TestServer server = TestServer.start(port, (connection, self) -> {
                self.request(connection);
                connection.send(OK);
                connection.rest();
            })) {
                assertThat(client.answer().status()).isEqualTo(200);
                assertThat(server.accepted()).isEqualTo(1);
            }
        }
    }

    @Test
    @Covers("Backend.spec.timeouts.connect")
    void a_server_that_does_not_even_refuse_is_left_for_another_after_the_connect_timeout() throws Exception {
        try (BlackHole hole = new BlackHole();
                TestServer server = TestServer.saying("ok");
                TestProxy proxy = new Configs()
                        .server(hole.port())
                        .server(server.port())
                        .connect(300)
                        .start();
                Wire client = proxy.connect()) {
            assertThat(client.send(GET).answer().status()).isEqualTo(200);
            assertThat(proxy.lastLogged(1).load().retries()).isEqualTo(1);
            // As in HAProxy, what came before the last server was chosen counts as waiting.
            assertThat(proxy.lastLogged(1).timers().queue()).isGreaterThanOrEqualTo(300);
        }
    }

    @Test
    void where_nobody_answers_the_client_is_told_after_all_tries() throws Exception {
        try (BlackHole hole = new BlackHole();
                TestProxy proxy = new Configs()
                        .server(hole.port())
                        .connect(200)
                        .retries(1)
                        .start();
                Wire client = proxy.connect()) {
            assertThat(client.send(GET).answer().status()).isEqualTo(503);
            assertThat(proxy.lastLogged(1).outcome().termination()).isEqualTo("sC--");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET, 0, 200",
        "HEAD, 0, 200",
        "PUT, 10, 200",
        "DELETE, 0, 200",
        "OPTIONS, 0, 200",
        "PUT, 65536, 200",
        "PUT, 65537, 502",
        "POST, 0, 502",
        "POST, 10, 502",
        "PATCH, 10, 502",
        "FROB, 0, 502"
    })
    void a_request_that_got_no_answer_is_repeated_elsewhere_only_if_that_does_no_harm(
            String method, int body, int status) throws Exception {
        String payload = "x".repeat(body);
        AtomicInteger taken = new AtomicInteger();
        TestServer.Script first = (client, self) -> {
            self.request(client);
            taken.incrementAndGet();
        };
        try (TestServer silent = TestServer.start(first);
                TestServer server = TestServer.saying("ok");
                TestProxy proxy = Configs.of(silent, server).start();
                Wire client = proxy.connect()) {
            client.send(method + " / HTTP/1.1\r\nHost: a\r\nContent-Length: " + body + "\r\n\r\n" + payload);

            Message answer = method.equals("HEAD") ? client.bodiless() : client.answer();
            assertThat(answer.status()).isEqualTo(status);
            assertThat(taken).hasValue(1);
            if (status == 200) {
                assertThat(server.requests().getFirst().body()).isEqualTo(payload);
                assertThat(proxy.lastLogged(1).load().redispatched()).isTrue();
            } else {
                assertThat(server.accepted()).isZero();
                assertThat(proxy.lastLogged(1).outcome().termination()).isEqualTo("SH--");
            }
        }
    }

    @Test
    void a_chunked_body_is_repeated_with_its_trailers() throws Exception {
        try (TestServer silent = TestServer.once("");
                TestServer server = TestServer.saying("ok");
                TestProxy proxy = Configs.of(silent, server).start();
                Wire client = proxy.connect()) {
            client.send("PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
            await().until(() -> silent.accepted() == 1);
            client.send("2\r\nde\r\n0\r\nX-Sum: 1\r\n\r\n");

            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(server.requests().getFirst().body()).isEqualTo("abcde|X-Sum: 1");
        }
    }

    @Test
    @Covers("Backend.spec.retries.count")
    void without_retries_a_lost_request_is_a_bad_gateway() throws Exception {
        try (TestServer silent = TestServer.once("");
                TestServer server = TestServer.saying("ok");
                TestProxy proxy = Configs.of(silent, server).retries(0).start();
                Wire client = proxy.connect()) {
            assertThat(client.send(GET).answer().status()).isEqualTo(502);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void a_connection_gone_stale_is_excused_even_without_retries(int retries) throws Exception {
        AtomicInteger requests = new AtomicInteger();
        try (TestServer server = TestServer.start((client, self) -> {
                    while (self.request(client) != null) {
                        if (requests.incrementAndGet() == 2) {
                            return; // The second request on the first connection finds it closed.
                        }
                        client.send(OK);
                    }
                });
                TestProxy proxy = Configs.of(server).retries(retries).start();
                Wire client = proxy.connect()) {
            assertThat(client.send(GET).answer().status()).isEqualTo(200);
            assertThat(client.send(GET).answer().status()).isEqualTo(200);
            assertThat(server.accepted()).isEqualTo(2);
        }
    }

    @Test
    void what_must_not_be_repeated_goes_on_a_fresh_connection_unless_the_last_use_was_just_now() throws Exception {
        String post = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n";
        try (TestServer server = TestServer.saying("ok");
                TestProxy proxy = Configs.of(server).start();
                Wire client = proxy.connect()) {
            client.send(GET).answer();
            long idle = System.nanoTime();
            await().until(() -> System.nanoTime() - idle > 150_000_000L);
            client.send(post).answer();
            assertThat(server.accepted()).isEqualTo(2);

            client.send(post + post);
            client.answer();
            client.answer();
            assertThat(server.accepted()).isEqualTo(2);
        }
    }

    @Test
    void a_connect_to_an_endpoint_that_retires_is_given_up_at_once() throws Exception {
        try (BlackHole hole = new BlackHole();
                TestServer server = TestServer.saying("ok");
                TestProxy proxy =
                        new Configs().server(hole.port()).connect(30_000).start();
                Wire client = proxy.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx");
            await().until(() -> proxy.registry()
                            .endpoints()
                            .iterator()
                            .next()
                            .stats()
                            .activeRequests()
                            .get()
                    == 1);
            long began = System.nanoTime();
            proxy.apply(Configs.of(server).build());

            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(System.nanoTime() - began).isLessThan(2_000_000_000L);
            assertThat(proxy.lastLogged(1).load().retries()).isZero();
        }
    }

    @Test
    void pooled_connections_to_an_endpoint_that_retires_are_closed_and_work_in_flight_finishes() throws Exception {
        CompletableFuture<Void> go = new CompletableFuture<>();
        TestServer.Script script = (client, self) -> {
            for (Message request = self.request(client); request != null; request = self.request(client)) {
                if (request.firstLine().contains("/slow")) {
                    go.join();
                }
                client.send(OK);
            }
        };
        try (TestServer leaving = TestServer.start(script);
                TestServer staying = TestServer.saying("ok");
                TestProxy proxy = Configs.of(leaving).start();
                Wire idle = proxy.connect();
                Wire busy = proxy.connect()) {
            busy.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
            await().until(() -> leaving.requests().size() == 1);
            idle.send(GET).answer();
            assertThat(leaving.open()).isEqualTo(2);
            proxy.apply(Configs.of(staying).build());

            await().until(() -> leaving.open() == 1);
            go.complete(null);
            assertThat(busy.answer().body()).isEqualTo("ok");
            await().until(() -> leaving.open() == 0);
            assertThat(idle.send(GET).answer().body()).isEqualTo("ok");
            assertThat(busy.send(GET).answer().body()).isEqualTo("ok");
            assertThat(leaving.requests()).hasSize(2);
        }
    }

    static int unusedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** A port whose queue is full, so that a connect to it is neither taken nor refused. */
    private static final class BlackHole implements AutoCloseable {
        private final ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        private final List<Socket> filling = new ArrayList<>();

        BlackHole() throws IOException {
            boolean full = false;
            while (!full) {
                Socket one = new Socket();
                filling.add(one);
                try {
                    one.connect(socket.getLocalSocketAddress(), 100);
                } catch (IOException e) {
                    full = true;
                }
            }
        }

        int port() {
            return socket.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            for (Socket one : filling) {
                one.close();
            }
            socket.close();
        }
    }
}
