package io.tenbin.proxy.tcp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tenbin.config.AddressServerConfig;
import io.tenbin.config.BackendConfig;
import io.tenbin.config.ConnectionConfig;
import io.tenbin.config.ConnectionMode;
import io.tenbin.config.HealthConfig;
import io.tenbin.config.MaxConnectionsConfig;
import io.tenbin.config.ProxyConfig;
import io.tenbin.config.ReusePolicy;
import io.tenbin.config.ServerConfig;
import io.tenbin.config.ServerOptions;
import io.tenbin.config.ServerTimeoutsConfig;
import io.tenbin.proxy.Configs;
import io.tenbin.proxy.RunningProxy;
import io.tenbin.proxy.TestServer;
import io.tenbin.proxy.log.TcpLogEntry;
import io.tenbin.proxy.transport.Transport;
import io.tenbin.proxy.upstream.BackendStats;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ten times as many connections as servers take, or as the proxy does: who is served when, and what piles up. */
class TcpQueueIT {
    private static final String CLOSED = "closed";
    private static final Duration LONG = Duration.ofSeconds(30);

    private final Semaphore permits = new Semaphore(0, true);
    private final AtomicInteger now = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final AtomicInteger mostAccepted = new AtomicInteger();
    private final AtomicInteger mostQueued = new AtomicInteger();
    private final List<String> served = new CopyOnWriteArrayList<>();
    private final Map<Integer, String> answers = new ConcurrentHashMap<>();
    private final List<Socket> clients = new ArrayList<>();
    private final int port = TestServer.freePort();
    private final TestServer server = TestServer.start(this::serve);
    private RunningProxy proxy;

    @BeforeEach
    void start() {
        proxy = RunningProxy.start(Transport.Kind.valueOf(System.getProperty("tenbin.test.transport", "AUTO")));
    }

    @AfterEach
    void stop() throws IOException {
        permits.release(1_000);
        for (Socket client : clients) {
            client.close();
        }
        proxy.close();
        server.close();
    }

    @Test
    void ten_times_a_servers_limit_is_served_in_order_and_the_server_never_sees_more_than_its_limit() throws Exception {
        int limit = 3;
        int load = 10 * limit;
        proxy.apply(config(limit, 0, null));

        for (int i = 0; i < load; i++) {
            int number = i;
            connect(number);
            // One after the other, so that there is an order to be kept.
            await().until(() -> number < limit
                    ? served.size() == number + 1
                    : stats().queue().queued() == number + 1 - limit);
        }
        assertThat(served).hasSize(limit);
        for (int i = limit; i < load; i++) {
            int number = i;
            permits.release();
            await().until(() -> served.size() == number + 1);
        }
        permits.release(limit);

        assertAllAnswered(load);
        assertThat(served)
                .containsExactlyElementsOf(
                        IntStream.range(0, load).mapToObj(Integer::toString).toList());
        assertThat(most).hasValue(limit);
        await().until(() -> proxy.logged().size() == load);
        assertThat(proxy.logged())
                .filteredOn(line -> line.load().attempts().backendQueue() > 0)
                .hasSize(load - limit);
        assertThat(proxy.logged())
                .extracting(line -> line.outcome().termination())
                .containsOnly("--");
        assertNothingIsLeft();
    }

    @Test
    void beyond_the_listeners_limit_nothing_is_accepted_and_all_are_served_in_the_end() throws Exception {
        int accepted = 6;
        int limit = 2;
        int load = 10 * accepted;
        proxy.apply(config(limit, 0, new MaxConnectionsConfig(0, new TreeMap<>(Map.of("raw", accepted)), 0)));

        for (int i = 0; i < load; i++) {
            connect(i);
        }
        await().until(() -> served.size() == limit && stats().queue().queued() == accepted - limit);
        permits.release(load);

        assertAllAnswered(load);
        assertThat(most).hasValueLessThanOrEqualTo(limit);
        assertThat(mostAccepted).hasValueLessThanOrEqualTo(accepted);
        // Whoever is to get a slot that has just become free is still in the queue.
        assertThat(mostQueued).hasValueLessThanOrEqualTo(accepted);
        assertThat(served)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, load).mapToObj(Integer::toString).toList());
        assertNothingIsLeft();
    }

    @Test
    void beyond_the_proxys_limit_nothing_is_accepted_either() throws Exception {
        int accepted = 4;
        proxy.apply(config(2, 0, new MaxConnectionsConfig(accepted, new TreeMap<>(), 0)));

        for (int i = 0; i < 10 * accepted; i++) {
            connect(i);
        }
        await().until(() -> served.size() == 2 && stats().queue().queued() == 2);
        assertThat(proxy.listeners().connections()).isEqualTo(accepted);
        permits.release(10 * accepted);

        assertAllAnswered(10 * accepted);
        assertThat(mostAccepted).hasValueLessThanOrEqualTo(accepted);
        assertNothingIsLeft();
    }

    @Test
    void more_than_may_wait_are_closed_at_once() throws Exception {
        proxy.apply(config(1, 2, null));
        connect(0);
        await().until(() -> served.size() == 1);
        connect(1);
        connect(2);
        await().until(() -> stats().queue().queued() == 2);

        for (int i = 3; i < 13; i++) {
            connect(i);
        }

        await().until(() -> answers.size() == 10 && proxy.logged().size() == 10);
        assertThat(answers).doesNotContainKeys(0, 1, 2);
        assertThat(answers.values()).containsOnly(CLOSED);
        assertThat(proxy.logged())
                .extracting(line -> line.outcome().termination())
                .containsOnly("SQ");
        assertThat(stats().queue().queued()).isEqualTo(2);
        permits.release(3);
        await().untilAsserted(() ->
                assertThat(answers).containsEntry(0, "0").containsEntry(1, "1").containsEntry(2, "2"));
    }

    @Test
    void who_waits_too_long_is_closed() throws Exception {
        proxy.apply(config(Duration.ofMillis(200), 1, 0, null));
        connect(0);
        await().until(() -> served.size() == 1);

        connect(1);
        await().until(() -> CLOSED.equals(answers.get(1)) && proxy.logged().size() == 1);
        TcpLogEntry line = proxy.logged().element();
        assertThat(line.outcome().termination()).isEqualTo("sQ");
        assertThat(line.timers().queue()).isGreaterThanOrEqualTo(200);
        permits.release();
        await().until(() -> "0".equals(answers.get(0)));
        assertNothingIsLeft();
    }

    /** Takes a number, and gives it back when there is a permit. */
    private void serve(Socket socket) throws IOException {
        String number = reader(socket).readLine();
        most.accumulateAndGet(now.incrementAndGet(), Math::max);
        mostAccepted.accumulateAndGet(proxy.listeners().connections(), Math::max);
        mostQueued.accumulateAndGet(stats().queue().queued(), Math::max);
        served.add(number);
        permits.acquireUninterruptibly();
        now.decrementAndGet();
        socket.getOutputStream().write((number + "\n").getBytes(US_ASCII));
    }

    private BackendStats stats() {
        return proxy.registry().backend("app");
    }

    /** A client that says its number, and closes when it has an answer. */
    private void connect(int number) throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
        clients.add(client);
        client.getOutputStream().write((number + "\n").getBytes(US_ASCII));
        Thread.ofVirtual().start(() -> {
            try (client) {
                String answer = reader(client).readLine();
                answers.put(number, answer == null ? CLOSED : answer);
            } catch (IOException e) {
                // A reset, since nobody has read the number.
                answers.put(number, CLOSED);
            }
        });
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
    }

    private void assertAllAnswered(int load) {
        await().untilAsserted(() -> assertThat(answers).hasSize(load));
        answers.forEach((number, answer) -> assertThat(answer).isEqualTo(Integer.toString(number)));
    }

    private void assertNothingIsLeft() {
        await().untilAsserted(() -> {
            assertThat(stats().queue().queued()).isZero();
            assertThat(stats().active()).hasValue(0);
            assertThat(proxy.listeners().connections()).isZero();
            assertThat(proxy.registry().endpoints())
                    .allSatisfy(endpoint ->
                            assertThat(endpoint.stats().activeRequests()).hasValue(0));
        });
    }

    private ProxyConfig config(int limit, int maxQueue, @Nullable MaxConnectionsConfig accepted) {
        return config(LONG, limit, maxQueue, accepted);
    }

    private ProxyConfig config(Duration queue, int limit, int maxQueue, @Nullable MaxConnectionsConfig accepted) {
        ServerConfig limited = new AddressServerConfig(
                "s0",
                "127.0.0.1",
                server.port(),
                new ServerOptions(1, false, ServerOptions.State.READY, null, limit, HealthConfig.NONE));
        BackendConfig plain = Configs.tcpBackend("app", new ServerTimeoutsConfig(LONG, LONG, LONG, queue), limited);
        BackendConfig backend = new BackendConfig(
                plain.name(),
                plain.mode(),
                plain.balance(),
                plain.servers(),
                plain.persistence(),
                plain.retries(),
                plain.timeouts(),
                new ConnectionConfig(
                        ConnectionMode.KEEP_ALIVE, ReusePolicy.SAFE, maxQueue, null, null, null, null, null),
                plain.headers());
        ProxyConfig config = Configs.config(
                Configs.drain(Duration.ZERO, Duration.ZERO), List.of(Configs.tcpListener("raw", port, "app")), backend);
        return new ProxyConfig(
                config.loadBalancer(), config.listeners(), config.acls(), config.backends(), config.drain(), accepted);
    }
}
