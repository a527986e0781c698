package io.tenbin.proxy.http;

import static io.tenbin.proxy.http.HttpKeepAliveIT.GET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tenbin.proxy.http.Wire.Message;
import io.tenbin.proxy.listener.DrainSignal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class HttpDrainIT {

    @Test
    void while_the_listener_closes_each_answer_is_the_last_of_its_connection() throws Exception {
        try (TestServer server = TestServer.saying("hello");
                TestProxy proxy = Configs.of(server).start();
                Wire kept = proxy.connect()) {
            kept.send(GET).answer();
            proxy.closing();

            assertThat(kept.send(GET).answer().field("Connection")).isEqualTo("close");
            assertThat(kept.rest()).isEmpty();
            try (Wire late = proxy.connect()) {
                assertThat(late.send(GET).answer().field("Connection")).isEqualTo("close");
            }
        }
    }

    @Test
    void idle_connections_end_with_a_fin_and_busy_ones_after_their_answer() throws Exception {
        CompletableFuture<Void> go = new CompletableFuture<>();
        try (TestServer server = TestServer.start((client, self) -> {
                    while (self.request(client) != null) {
                        go.join();
                        client.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                    }
                });
                TestProxy proxy = Configs.of(server).start();
                Wire idle = proxy.connect();
                Wire busy = proxy.connect();
                Wire halfway = proxy.connect()) {
            busy.send(GET);
            halfway.send("GET / HTTP/1.1\r\nHo");
            await().until(() -> server.requests().size() == 1
                    && proxy.stats().bytesFromClient().sum() > 40);
            proxy.closing();
            proxy.signal(DrainSignal.CLOSE_WHEN_IDLE);

            assertThat(idle.rest()).isEmpty();
            go.complete(null);
            Message answer = busy.answer();
            assertThat(answer.body()).isEqualTo("ok");
            assertThat(answer.field("Connection")).isEqualTo("close");
            assertThat(busy.rest()).isEmpty();
            halfway.send("st: a\r\n\r\n");
            assertThat(halfway.answer().status()).isEqualTo(200);
            assertThat(halfway.rest()).isEmpty();
        }
    }

    @Test
    void a_request_that_had_arrived_when_the_signal_came_is_answered() throws Exception {
        try (TestServer server = TestServer.saying("hello");
                TestProxy proxy = Configs.of(server).start()) {
            List<Wire> clients = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                Wire client = proxy.connect();
                client.send(GET).answer();
                clients.add(client);
            }
            for (Wire client : clients) {
                client.send(GET);
            }
            proxy.signal(DrainSignal.CLOSE_WHEN_IDLE);

            for (Wire client : clients) {
                assertThat(client.answer().body()).isEqualTo("hello");
                assertThat(client.rest()).isEmpty();
                client.close();
            }
        }
    }
}
