package io.tenbin.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tenbin.config.ConnectionMode;
import io.tenbin.config.ReusePolicy;
import io.tenbin.coverage.Covers;
import io.tenbin.proxy.http.Wire.Message;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpConnectionModeIT {
    private static final String POST = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi";

    @ParameterizedTest
    @CsvSource({
        "KEEP_ALIVE,   KEEP_ALIVE,   true,  true",
        "KEEP_ALIVE,   SERVER_CLOSE, true,  false",
        "KEEP_ALIVE,   CLOSE,        true,  false",
        "SERVER_CLOSE, KEEP_ALIVE,   true,  false",
        "SERVER_CLOSE, CLOSE,        true,  false",
        "CLOSE,        KEEP_ALIVE,   false, false",
        "CLOSE,        SERVER_CLOSE, false, false"
    })
    @Covers({"LoadBalancer.spec.http.connectionMode", "Backend.spec.connection.mode"})
    void the_servers_side_closes_if_either_says_so_and_the_clients_only_if_the_listener_does(
            ConnectionMode listener, ConnectionMode backend, boolean keepsClient, boolean keepsServer)
            throws Exception {
        try (TestServer server = TestServer.saying("hello");
                TestProxy proxy = Configs.of(server)
                        .mode(listener)
                        .connection(backend, ReusePolicy.SAFE)
                        .start()) {
            try (Wire client = proxy.connect()) {
                Message answer = client.send(HttpKeepAliveIT.GET).answer();
                assertThat(answer.field("Connection")).isEqualTo(keepsClient ? null : "close");
                if (keepsClient) {
                    client.send(HttpKeepAliveIT.GET).answer();
                } else {
                    assertThat(client.rest()).isEmpty();
                    try (Wire second = proxy.connect()) {
                        second.send(HttpKeepAliveIT.GET).answer();
                    }
                }
            }
            assertThat(server.accepted()).isEqualTo(keepsServer ? 1 : 2);
            assertThat(server.requests())
                    .allSatisfy(
                            request -> assertThat(request.field("Connection")).isEqualTo(keepsServer ? null : "close"));
        }
    }

    @Test
    void a_server_that_would_keep_its_connection_is_closed_all_the_same() throws Exception {
        try (TestServer server = TestServer.saying("hello");
                TestProxy proxy =
                        Configs.of(server).mode(ConnectionMode.SERVER_CLOSE).start();
                Wire client = proxy.connect()) {
            client.send(HttpKeepAliveIT.GET).answer();

            await().atMost(2, TimeUnit.SECONDS).until(() -> server.open() == 0);
        }
    }

    /** The proxy waits until the connection is no longer fresh; what GET may take over anyway, POST may not. */
    @ParameterizedTest
    @CsvSource({"SAFE, 2", "NEVER, 3", "AGGRESSIVE, 1", "ALWAYS, 1"})
    @Covers("Backend.spec.connection.reuse")
    void what_must_not_be_sent_twice_takes_over_a_connection_as_the_policy_says(ReusePolicy policy, int connections)
            throws Exception {
        try (TestServer server = TestServer.saying("hello");
                TestProxy proxy = Configs.of(server)
                        .connection(ConnectionMode.KEEP_ALIVE, policy)
                        .start();
                Wire client = proxy.connect()) {
            client.send(HttpKeepAliveIT.GET).answer();
            client.send(HttpKeepAliveIT.GET).answer();
            long rested = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(150);
            await().until(() -> System.nanoTime() - rested > 0);

            assertThat(client.send(POST).answer().status()).isEqualTo(200);

            assertThat(server.accepted()).isEqualTo(connections);
        }
    }

    @Test
    void by_the_policy_aggressive_a_connection_that_was_used_once_only_is_not_proven() throws Exception {
        try (TestServer server = TestServer.saying("hello");
                TestProxy proxy = Configs.of(server)
                        .connection(ConnectionMode.KEEP_ALIVE, ReusePolicy.AGGRESSIVE)
                        .start();
                Wire client = proxy.connect()) {
            client.send(HttpKeepAliveIT.GET).answer();
            long rested = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(150);
            await().until(() -> System.nanoTime() - rested > 0);

            client.send(POST).answer();

            assertThat(server.accepted()).isEqualTo(2);
        }
    }
}
