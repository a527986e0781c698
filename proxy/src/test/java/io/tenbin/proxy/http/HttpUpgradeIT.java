package io.tenbin.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tenbin.proxy.http.Wire.Message;
import io.tenbin.proxy.listener.DrainSignal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpUpgradeIT {
    private static final String SWITCH =
            "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-X: y\r\n\r\n";
    private static final String ASK =
            "GET /chat HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: k\r\n\r\n";

    private static final TestServer.Script ECHO = (client, self) -> {
        self.request(client);
        client.send(SWITCH);
        byte[] block = new byte[8192];
        for (int read = client.in().read(block); read >= 0; read = client.in().read(block)) {
            client.send(Arrays.copyOf(block, read));
        }
        client.send("bye");
        client.shutdownOutput();
    };

    @ParameterizedTest
    @ValueSource(strings = {"websocket", "some-protocol/2"})
    void after_the_switch_bytes_pass_both_ways_and_each_side_ends_by_itself(String protocol) throws Exception {
        try (TestServer server = TestServer.start(ECHO);
                TestProxy proxy = Configs.of(server).start();
                Wire client = proxy.connect()) {
            client.send(ASK.replace("websocket", protocol) + "early");

            String head = client.head();
            assertThat(head).startsWith("HTTP/1.1 101 Switching Protocols\r\n").contains("Connection: Upgrade\r\n");
            assertThat(head).doesNotContain("close");
            assertThat(server.requests().getFirst().head())
                    .contains("Connection: Upgrade\r\n", "Upgrade: " + protocol, "Sec-WebSocket-Key: k");
            assertThat(client.read(5)).isEqualTo("early");
            client.send("GET / HTTP/1.1\r\n\r\n");
            assertThat(client.read(18)).isEqualTo("GET / HTTP/1.1\r\n\r\n");
            client.shutdownOutput();
            assertThat(client.rest()).isEqualTo("bye");
            var line = proxy.lastLogged(1);
            assertThat(line.outcome().status()).isEqualTo(101);
            assertThat(line.outcome().termination()).isEqualTo("----");
        }
    }

    @Test
    void a_tunnel_carries_much_both_ways_at_once() throws Exception {
        int length = 20 << 20;
        try (TestServer server = TestServer.start(ECHO);
                TestProxy proxy = Configs.of(server).start();
                Wire client = proxy.connect()) {
            client.send(ASK).head();
            Thread writer = Thread.ofVirtual().start(() -> {
                try {
                    for (int i = 0; i < length >> 16; i++) {
                        client.send(new byte[1 << 16]);
                    }
                    client.shutdownOutput();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            assertThat(client.rest()).hasSize(length + 3);
            writer.join();
        }
    }

    @Test
    void a_server_that_does_not_switch_answers_as_always() throws Exception {
        try (TestServer server = TestServer.saying("no");
                TestProxy proxy = Configs.of(server).start();
                Wire client = proxy.connect()) {
            Message answer = client.send(ASK).answer();
            assertThat(answer.body()).isEqualTo("no");
            assertThat(client.send(HttpKeepAliveIT.GET).answer().body()).isEqualTo("no");
        }
    }

    @Test
    void an_idle_tunnel_ends_after_its_own_time() throws Exception {
        try (TestServer server = TestServer.start(ECHO);
                TestProxy proxy = Configs.of(server)
                        .client(200)
                        .serverTimeout(200)
                        .tunnel(700)
                        .start();
                Wire client = proxy.connect()) {
            client.send(ASK).head();
            long began = System.nanoTime();
            assertThat(client.rest()).isEmpty();

            assertThat(System.nanoTime() - began).isGreaterThan(650_000_000L);
            assertThat(proxy.lastLogged(1).outcome().termination()).isEqualTo("cD--");
            await().until(() -> server.open() == 0);
        }
    }

    @Test
    void a_tunnel_outlives_changes_and_a_drain_and_its_end_is_passed_on() throws Exception {
        CompletableFuture<String> rest = new CompletableFuture<>();
        try (TestServer server = TestServer.start((client, self) -> {
                    self.request(client);
                    client.send(SWITCH);
                    rest.complete(client.rest());
                    client.send("over");
                });
                TestServer other = TestServer.saying("other");
                TestProxy proxy = Configs.of(server).start();
                Wire client = proxy.connect()) {
            client.send(ASK).head();
            proxy.apply(Configs.of(other).build());
            proxy.closing();
            proxy.signal(DrainSignal.CLOSE_WHEN_IDLE);
            client.send("still here");
            client.shutdownOutput();

            assertThat(rest.get(5, TimeUnit.SECONDS)).isEqualTo("still here");
            assertThat(client.rest()).isEqualTo("over");
        }
    }

    @Test
    void a_tunnel_whose_server_is_lost_is_closed() throws Exception {
        try (TestServer server = TestServer.start((client, self) -> {
                    self.request(client);
                    client.send(SWITCH + "x");
                    client.read(1);
                    client.reset();
                });
                TestProxy proxy = Configs.of(server).start();
                Wire client = proxy.connect()) {
            client.send(ASK).head();
            client.read(1);
            client.send("y");
            assertThat(client.rest()).isEmpty();
            assertThat(proxy.lastLogged(1).outcome().termination()).isEqualTo("SD--");
        }
    }
}
