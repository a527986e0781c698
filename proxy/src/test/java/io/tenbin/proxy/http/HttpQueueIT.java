package io.tenbin.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tenbin.coverage.Covers;
import io.tenbin.proxy.http.Wire.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens to requests while their servers have as many as they may. */
class HttpQueueIT {

    /** Answers as many requests as it has permits for, and knows how many it had at most at the same time. */
    private static final class Busy implements TestServer.Script {
        private final Semaphore permits = new Semaphore(0);
        private final AtomicInteger now = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();

        @Override
        public void serve(Wire client, TestServer server) throws Exception {
            for (Message request = server.request(client); request != null; request = server.request(client)) {
                most.accumulateAndGet(now.incrementAndGet(), Math::max);
                permits.acquire();
                now.decrementAndGet();
                client.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            }
        }
    }

    @Test
    @Covers("Backend.spec.servers[].maxConnections")
    void ten_times_the_limit_is_served_in_order_and_the_server_never_sees_more_than_its_limit() throws Exception {
        int limit = 3;
        int load = 10 * limit;
        Busy busy = new Busy();
        List<Wire> clients = new ArrayList<>();
        try (TestServer server = TestServer.start(busy);
                TestProxy proxy = new Configs()
                        .maxConnections(limit)
                        .queue(20_000)
                        .server(server.port())
                        .start()) {
            for (int i = 0; i < load; i++) {
                int number = i;
                Wire client = proxy.connect();
                clients.add(client);
                client.send("GET /" + number + " HTTP/1.1\r\nHost: a\r\n\r\n");
                // One after the other, so that there is an order to be kept.
                await().until(() ->
                        number < limit ? server.requests().size() == number + 1 : proxy.queued() == number + 1 - limit);
            }
            // One after the other again: those that get free slots in the same moment may reach the server in any
            // order.
            for (int i = limit; i < load; i++) {
                int number = i;
                busy.permits.release();
                await().until(() -> server.requests().size() == number + 1);
            }
            busy.permits.release(limit);
            for (Wire client : clients) {
                assertThat(client.answer().status()).isEqualTo(200);
            }

            assertThat(busy.most).hasValue(limit);
            assertThat(server.accepted()).isLessThanOrEqualTo(load);
            List<String> served = server.requests().stream()
                    .map(request -> request.firstLine().replaceAll("^GET | HTTP/1.1$", ""))
                    .toList();
            assertThat(served)
                    .containsExactlyElementsOf(
                            IntStream.range(0, load).mapToObj(i -> "/" + i).toList());
            assertThat(proxy.log(load))
                    .filteredOn(line -> line.load().attempts().backendQueue() > 0)
                    .hasSize(load - limit)
                    .allSatisfy(line -> assertThat(line.outcome().termination()).isEqualTo("----"));
            assertThat(proxy.queued()).isZero();
        } finally {
            for (Wire client : clients) {
                client.close();
            }
        }
    }

    @Test
    @Covers("Backend.spec.timeouts.queue")
    void who_waits_too_long_is_told_so() throws Exception {
        Busy busy = new Busy();
        try (TestServer server = TestServer.start(busy);
                TestProxy proxy = new Configs()
                        .maxConnections(1)
                        .queue(300)
                        .server(server.port())
                        .start();
                Wire first = proxy.connect();
                Wire second = proxy.connect()) {
            first.send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n");
            await().until(() -> server.requests().size() == 1);
            assertThat(second.send("GET /2 HTTP/1.1\r\nHost: a\r\n\r\n")
                            .answer()
                            .status())
                    .isEqualTo(503);

            var line = proxy.lastLogged(1);
            assertThat(line.outcome().termination()).isEqualTo("sQ--");
            assertThat(line.route().server()).isEqualTo("<NOSRV>");
            assertThat(line.timers().queue()).isBetween(300L, 3_000L);
            assertThat(line.timers().connect()).isEqualTo(-1);
            assertThat(line.load().attempts().backendQueue()).isEqualTo(1);
            busy.permits.release(2);
            assertThat(first.answer().status()).isEqualTo(200);
            assertThat(second.send("GET /3 HTTP/1.1\r\nHost: a\r\n\r\n")
                            .answer()
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    @Covers("Backend.spec.connection.maxQueue")
    void one_more_than_may_wait_is_refused_at_once() throws Exception {
        Busy busy = new Busy();
        try (TestServer server = TestServer.start(busy);
                TestProxy proxy = new Configs()
                        .maxConnections(1)
                        .maxQueue(1)
                        .queue(20_000)
                        .server(server.port())
                        .start();
                Wire first = proxy.connect();
                Wire second = proxy.connect();
                Wire third = proxy.connect()) {
            first.send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n");
            await().until(() -> server.requests().size() == 1);
            second.send("GET /2 HTTP/1.1\r\nHost: a\r\n\r\n");
            await().until(() -> proxy.queued() == 1);

            assertThat(third.send("GET /3 HTTP/1.1\r\nHost: a\r\n\r\n").answer().status())
                    .isEqualTo(503);
            assertThat(proxy.lastLogged(1).outcome().termination()).isEqualTo("SQ--");
            busy.permits.release(2);
            assertThat(first.answer().status()).isEqualTo(200);
            assertThat(second.answer().status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void who_has_gone_is_not_waited_for(boolean reset) throws Exception {
        Busy busy = new Busy();
        try (TestServer server = TestServer.start(busy);
                TestProxy proxy = new Configs()
                        .maxConnections(1)
                        .queue(20_000)
                        .server(server.port())
                        .start();
                Wire first = proxy.connect();
                Wire second = proxy.connect();
                Wire third = proxy.connect()) {
            first.send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n");
            await().until(() -> server.requests().size() == 1);
            second.send("GET /2 HTTP/1.1\r\nHost: a\r\n\r\n");
            await().until(() -> proxy.queued() == 1);
            third.send("GET /3 HTTP/1.1\r\nHost: a\r\n\r\n");
            await().until(() -> proxy.queued() == 2);
            if (reset) {
                second.reset();
            } else {
                second.shutdownOutput();
            }
            await().until(() -> proxy.queued() == 1);
            assertThat(proxy.lastLogged(1).outcome().termination()).isEqualTo("CQ--");

            busy.permits.release(2);
            assertThat(third.answer().status()).isEqualTo(200);
            assertThat(server.requests())
                    .extracting(Message::firstLine)
                    .containsExactly("GET /1 HTTP/1.1", "GET /3 HTTP/1.1");
        }
    }

    @Test
    void a_change_of_the_limit_holds_at_once_and_closes_nothing() throws Exception {
        Busy busy = new Busy();
        Configs configs = new Configs().queue(20_000);
        List<Wire> clients = new ArrayList<>();
        try (TestServer server = TestServer.start(busy);
                TestProxy proxy =
                        configs.maxConnections(1).server(server.port()).start()) {
            for (int i = 0; i < 4; i++) {
                Wire client = proxy.connect();
                clients.add(client);
                client.send("GET /" + i + " HTTP/1.1\r\nHost: a\r\n\r\n");
            }
            await().until(() -> server.requests().size() == 1 && proxy.queued() == 3);

            proxy.apply(configs.maxConnections(3).withServer(server).build());
            await().until(() -> server.requests().size() == 3 && proxy.queued() == 1);
            proxy.apply(configs.maxConnections(1).withServer(server).build());
            busy.permits.release(4);
            for (Wire client : clients) {
                assertThat(client.answer().status()).isEqualTo(200);
            }
        } finally {
            for (Wire client : clients) {
                client.close();
            }
        }
    }

    @Test
    void a_server_that_comes_takes_those_who_wait() throws Exception {
        Busy busy = new Busy();
        Configs configs = new Configs().queue(20_000).maxConnections(1);
        try (TestServer server = TestServer.start(busy);
                TestServer fresh = TestServer.saying("fresh");
                TestProxy proxy = configs.server(server.port()).start();
                Wire first = proxy.connect();
                Wire second = proxy.connect()) {
            first.send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n");
            await().until(() -> server.requests().size() == 1);
            second.send("GET /2 HTTP/1.1\r\nHost: a\r\n\r\n");
            await().until(() -> proxy.queued() == 1);

            proxy.apply(configs.server(fresh.port()).build());
            assertThat(second.answer().body()).isEqualTo("fresh");
            busy.permits.release();
            assertThat(first.answer().status()).isEqualTo(200);
        }
    }

    @Test
    void many_at_once_are_all_served_over_all_event_loops() throws Exception {
        int clients = 40;
        int requests = 25;
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger ok = new AtomicInteger();
        TestServer.Script quick = (client, self) -> {
            while (self.request(client) != null) {
                most.accumulateAndGet(now.incrementAndGet(), Math::max);
                now.decrementAndGet();
                client.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            }
        };
        try (TestServer one = TestServer.start(quick);
                TestServer other = TestServer.start(quick);
                TestProxy proxy = new Configs()
                        .maxConnections(2)
                        .queue(20_000)
                        .server(one.port())
                        .server(other.port())
                        .start()) {
            CountDownLatch done = new CountDownLatch(clients);
            for (int c = 0; c < clients; c++) {
                Thread.ofVirtual().start(() -> {
                    try (Wire client = proxy.connect()) {
                        for (int i = 0; i < requests; i++) {
                            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
                            if (client.answer().status() == 200) {
                                ok.incrementAndGet();
                            }
                        }
                    } catch (Exception e) {
                        // Counted as missing.
                    } finally {
                        done.countDown();
                    }
                });
            }
            done.await();

            assertThat(ok).hasValue(clients * requests);
            assertThat(most).hasValueLessThanOrEqualTo(4);
            assertThat(proxy.queued()).isZero();
        }
    }
}
