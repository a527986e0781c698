package io.tenbin.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenbin.coverage.Covers;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How long a request of a rule may take, whatever moves meanwhile. */
class RequestTimeoutIT {
    private static final String HELLO = "GET / HTTP/1.1\r\nHost: a.test\r\n\r\n";
    private static final String LIMITED = "rules: [{backend: app, timeouts: {request: 300ms}}]";

    @RegisterExtension
    final ServedRules served = new ServedRules();

    @Test
    @Covers("LoadBalancer.spec.listeners[].rules[].timeouts.request")
    void a_request_that_is_not_answered_in_time_is_answered_504() throws Exception {
        served.backend("app", TestServer.start((client, server) -> {
                    server.request(client);
                    for (int i = 0; i < 8; i++) {
                        // Interim answers move, and change nothing.
                        client.send("HTTP/1.1 103 Early Hints\r\n\r\n");
                        Thread.sleep(50);
                    }
                    server.request(client);
                }))
                .serve(LIMITED);

        try (Wire client = served.connect()) {
            assertThat(client.send(HELLO).afterInterim().status()).isEqualTo(504);
        }

        assertThat(served.log(1).getFirst()).contains(" web app/s ", " 504 ", " sH-- ");
    }

    @Test
    void an_answer_under_way_is_cut_so_that_the_client_sees_it() throws Exception {
        served.backend("app", TestServer.start((client, server) -> {
                    server.request(client);
                    client.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                    for (int i = 0; i < 200; i++) {
                        client.send("1\r\nx\r\n");
                        Thread.sleep(20);
                    }
                }))
                .serve(LIMITED);

        try (Wire client = served.connect()) {
            assertThatThrownBy(() -> client.send(HELLO).answer()).isInstanceOf(IOException.class);
        }

        assertThat(served.log(1).getFirst()).contains(" 200 ", " sD-- ");
    }

    @Test
    void a_client_that_does_not_send_its_body_in_time_is_told_so() throws Exception {
        served.backend("app", TestServer.saying("hello")).serve(LIMITED);

        try (Wire client = served.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc");
            assertThat(client.answer().status()).isEqualTo(408);
        }

        assertThat(served.log(1).getFirst()).contains(" 408 ", " cH-- ");
    }

    @Test
    void a_tunnel_lasts_and_the_next_request_has_its_own_time() throws Exception {
        served.backend("app", TestServer.start((client, server) -> {
                    while (true) {
                        Wire.Message request = server.request(client);
                        if (request.field("Upgrade") != null) {
                            client.send(
                                    "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n");
                            Thread.sleep(500);
                            client.send("late").socket().close();
                            return;
                        }
                        Thread.sleep(200);
                        client.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                    }
                }))
                .serve(LIMITED);

        try (Wire client = served.connect()) {
            assertThat(client.send(HELLO).answer().status()).isEqualTo(200);
            assertThat(client.send(HELLO).answer().status()).isEqualTo(200);
            client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n");
            assertThat(client.head()).startsWith("HTTP/1.1 101 ");
            assertThat(client.read(4)).isEqualTo("late");
        }
    }
}
