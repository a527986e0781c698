package io.tenbin.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tenbin.config.LimitsConfig;
import io.tenbin.coverage.Covers;
import io.tenbin.proxy.http.Wire.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HttpKeepAliveIT {
    static final String GET = "GET / HTTP/1.1\r\nHost: a.example\r\n\r\n";

    @Test
    void a_request_reaches_a_server_and_its_answer_the_client() throws Exception {
        try (TestServer server = TestServer.saying("hello");
                TestProxy proxy = Configs.of(server).start();
                Wire client = proxy.connect()) {
            Message answer = client.send(GET).answer();

            assertThat(answer.firstLine()).isEqualTo("HTTP/1.1 200 OK");
            assertThat(answer.body()).isEqualTo("hello");
            var line = proxy.lastLogged(1);
            assertThat(line.outcome().termination()).isEqualTo("----");
            assertThat(line.outcome().status()).isEqualTo(200);
            assertThat(line.outcome().bytes()).isEqualTo(answer.head().length() + 5);
            assertThat(line.outcome().requestLine().toString()).isEqualTo("GET / HTTP/1.1");
            assertThat(line.route().backend()).isEqualTo("app");
            assertThat(line.route().server()).isEqualTo("s1");
            assertThat(line.timers().request()).isNotNegative();
            assertThat(line.timers().queue()).isZero();
            assertThat(line.timers().connect()).isNotNegative();
            assertThat(line.timers().response()).isNotNegative();
            assertThat(line.load().backend()).isEqualTo(1);
            assertThat(line.load().server()).isEqualTo(1);
        }
    }

    @Test
    void both_connections_carry_one_request_after_the_other() throws Exception {
        try (TestServer server = TestServer.saying("hello");
                TestProxy proxy = Configs.of(server).start();
                Wire client = proxy.connect()) {
            for (int i = 0; i < 50; i++) {
                assertThat(client.send(GET).answer().body()).isEqualTo("hello");
            }
            assertThat(server.accepted()).isEqualTo(1);
            assertThat(proxy.logged()).hasSize(50);
        }
    }

    @Test
    void a_head_that_comes_byte_by_byte_is_a_request_like_any_other() throws Exception {
        try (TestServer server = TestServer.saying("hello");
                TestProxy proxy = Configs.of(server).start();
                Wire client = proxy.connect()) {
            for (int i = 0; i < GET.length(); i++) {
                client.send(GET.substring(i, i + 1));
            }
            assertThat(client.answer().body()).isEqualTo("hello");
        }
    }

    @Test
    void servers_take_turns_exactly_whatever_the_connections() throws Exception {
        try (TestServer one = TestServer.saying("1");
                TestServer two = TestServer.saying("2");
                TestServer three = TestServer.saying("3");
                TestProxy proxy = Configs.of(one, two, three).start();
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            Map<String, AtomicInteger> answers = new ConcurrentHashMap<>();
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                all.add(clients.submit(() -> {
                    try (Wire client = proxy.connect()) {
                        for (int n = 0; n < 30; n++) {
                            String by = client.send(GET).answer().body();
                            answers.computeIfAbsent(by, key -> new AtomicInteger())
                                    .incrementAndGet();
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> client : all) {
                client.get();
            }
            assertThat(answers).hasSize(3);
            assertThat(answers.values()).allMatch(count -> count.get() == 100);
        }
    }

    @Test
    void pipelined_requests_are_answered_in_order_and_never_sent_ahead() throws Exception {
        AtomicInteger underway = new AtomicInteger();
        try (TestServer server = TestServer.start((client, self) -> {
                    for (Message request = self.request(client); request != null; request = self.request(client)) {
                        assertThat(underway.incrementAndGet()).isEqualTo(1);
                        String path = request.firstLine().split(" ", 3)[1];
                        assertThat(client.in().available()).isZero();
                        underway.decrementAndGet();
                        client.send("HTTP/1.1 200 OK\r\nContent-Length: " + path.length() + "\r\n\r\n" + path);
                    }
                });
                TestProxy proxy = Configs.of(server).start();
                Wire client = proxy.connect()) {
            StringBuilder requests = new StringBuilder();
            for (int i = 0; i < 200; i++) {
                requests.append("POST /").append(i).append(" HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc");
            }
            client.send(requests.toString());

            for (int i = 0; i < 200; i++) {
                assertThat(client.answer().body()).isEqualTo("/" + i);
            }
        }
    }

    @Test
    void a_client_that_closes_its_side_after_its_requests_still_gets_the_answers() throws Exception {
        try (TestServer server = TestServer.saying("hello");
                TestProxy proxy = Configs.of(server).start();
                Wire client = proxy.connect()) {
            client.send(GET + GET);
            client.shutdownOutput();

            assertThat(client.answer().body()).isEqualTo("hello");
            assertThat(client.answer().body()).isEqualTo("hello");
            assertThat(client.answer()).isNull();
            assertThat(proxy.log(2))
                    .allMatch(line -> line.outcome().termination().equals("----"));
        }
    }

    @Test
    void a_client_that_asks_for_it_is_closed_after_the_answer() throws Exception {
        try (TestServer server = TestServer.saying("hello");
                TestProxy proxy = Configs.of(server).start();
                Wire client = proxy.connect()) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

            Message answer = client.answer();
            assertThat(answer.field("Connection")).isEqualTo("close");
            assertThat(client.rest()).isEmpty();
            assertThat(server.requests().getFirst().field("Connection")).isNull();
        }
    }

    @Test
    @Covers("LoadBalancer.spec.http.limits.requestsPerConnection")
    void the_last_request_that_a_connection_may_carry_says_so() throws Exception {
        try (TestServer server = TestServer.saying("hello");
                TestProxy proxy = Configs.of(server)
                        .limits(new LimitsConfig(8192, 16384, 128, 0, 2))
                        .start();
                Wire client = proxy.connect()) {
            assertThat(client.send(GET).answer().field("Connection")).isNull();
            assertThat(client.send(GET).answer().field("Connection")).isEqualTo("close");
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    @Covers("LoadBalancer.spec.timeouts.httpKeepAlive")
    void an_idle_connection_is_closed_without_a_word() throws Exception {
        try (TestServer server = TestServer.saying("hello");
                TestProxy proxy = Configs.of(server).keepAlive(300).start();
                Wire client = proxy.connect()) {
            client.send(GET).answer();

            assertThat(client.rest()).isEmpty();
            assertThat(proxy.logged()).hasSize(1);
        }
    }

    @Test
    void a_server_that_closes_after_each_answer_is_connected_to_each_time() throws Exception {
        try (TestServer server =
                        TestServer.once("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok");
                TestProxy proxy = Configs.of(server).start();
                Wire client = proxy.connect()) {
            for (int i = 0; i < 5; i++) {
                Message answer = client.send(GET).answer();
                assertThat(answer.body()).isEqualTo("ok");
                assertThat(answer.field("Connection")).isNull();
            }
            assertThat(server.accepted()).isEqualTo(5);
        }
    }

    @Test
    void a_pooled_connection_that_the_server_closes_is_dropped() throws Exception {
        try (TestServer server = TestServer.once("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                TestProxy proxy = Configs.of(server).start();
                Wire client = proxy.connect()) {
            client.send(GET).answer();
            awaitNoConnectionTo(proxy);

            assertThat(client.send(GET).answer().body()).isEqualTo("ok");
        }
    }

    @Test
    void a_pooled_connection_on_which_a_server_speaks_unasked_is_dropped() throws Exception {
        try (TestServer server = TestServer.start((client, self) -> {
                    self.request(client);
                    client.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                    client.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
                    client.rest();
                });
                TestProxy proxy = Configs.of(server).start();
                Wire client = proxy.connect()) {
            assertThat(client.send(GET).answer().body()).isEqualTo("ok");
            awaitNoConnectionTo(proxy);
            assertThat(client.send(GET).answer().body()).isEqualTo("ok");
        }
    }

    @Test
    void idle_connections_to_servers_end_before_common_servers_would_close_them() throws Exception {
        try (TestServer server = TestServer.saying("hello");
                TestProxy proxy = Configs.of(server).start();
                Wire client = proxy.connect()) {
            client.send(GET).answer();
            assertThat(server.open()).isEqualTo(1);
            long began = System.nanoTime();

            await().until(() -> server.open() == 0);

            assertThat(System.nanoTime() - began).isBetween(3_500_000_000L, 4_900_000_000L);
        }
    }

    @Test
    void clients_of_http_1_0_get_what_they_understand() throws Exception {
        try (TestServer server = TestServer.start((client, self) -> {
                    while (self.request(client) != null) {
                        client.send("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n");
                        client.send(
                                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
                    }
                });
                TestProxy proxy = Configs.of(server).start();
                Wire client = proxy.connect()) {
            client.send("GET /x HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");

            Message answer = client.answer();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.field("Transfer-Encoding")).isNull();
            assertThat(answer.field("Connection")).isEqualTo("close");
            assertThat(answer.body()).isEqualTo("abcde");
            Message sent = server.requests().getFirst();
            assertThat(sent.firstLine()).isEqualTo("GET /x HTTP/1.1");
            assertThat(sent.field("Host")).isEqualTo("127.0.0.1");
        }
    }

    @Test
    void clients_of_http_1_0_can_keep_their_connection_where_the_length_is_known() throws Exception {
        try (TestServer server = TestServer.saying("hello");
                TestProxy proxy = Configs.of(server).start();
                Wire client = proxy.connect()) {
            String request = "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
            for (int i = 0; i < 3; i++) {
                assertThat(client.send(request).answer().field("Connection")).isEqualTo("keep-alive");
            }
            assertThat(client.send("GET / HTTP/1.0\r\n\r\n").answer().field("Connection"))
                    .isEqualTo("close");
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void servers_of_http_1_0_are_understood() throws Exception {
        try (TestServer server = TestServer.once("HTTP/1.0 200 OK\r\n\r\nuntil the end");
                TestProxy proxy = Configs.of(server).start();
                Wire client = proxy.connect()) {
            for (int i = 0; i < 3; i++) {
                Message answer = client.send(GET).answer();
                assertThat(answer.firstLine()).isEqualTo("HTTP/1.1 200 OK");
                assertThat(answer.field("Transfer-Encoding")).isEqualTo("chunked");
                assertThat(answer.body()).isEqualTo("until the end");
            }
        }
    }

    private static void awaitNoConnectionTo(TestProxy proxy) {
        await().until(() -> proxy.registry().endpoints().stream()
                .allMatch(endpoint -> endpoint.stats().activeConnections().get() == 0));
    }
}
