package io.tenbin.proxy.reload;

import static io.tenbin.proxy.Configs.drain;
import static io.tenbin.proxy.Configs.servers;
import static io.tenbin.proxy.Configs.tcpBackend;
import static io.tenbin.proxy.Configs.tcpListener;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tenbin.config.AddressServerConfig;
import io.tenbin.config.ListenerConfig;
import io.tenbin.config.Materials;
import io.tenbin.config.ProxyConfig;
import io.tenbin.config.ServerConfig;
import io.tenbin.config.ServerOptions;
import io.tenbin.proxy.Configs;
import io.tenbin.proxy.RunningProxy;
import io.tenbin.proxy.TestServer;
import io.tenbin.proxy.snapshot.Discovery;
import io.tenbin.proxy.snapshot.Snapshot;
import io.tenbin.proxy.transport.Transport;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReloaderIT {
    private final List<ReloadResult> results = new CopyOnWriteArrayList<>();
    private final int port = TestServer.freePort();
    private RunningProxy proxy;
    private Reloader reloader;

    @BeforeEach
    void start() {
        proxy = RunningProxy.start(Transport.Kind.NIO);
        reloader = proxy.reloader();
        reloader.onResult(results::add);
    }

    @AfterEach
    void stop() {
        proxy.close();
    }

    @Test
    void changes_that_come_together_are_one_change_and_the_last_configuration_wins() throws Exception {
        List<CompletionStage<ReloadResult>> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            all.add(reloader.apply(config(9000 + i, port), Materials.NONE, "hash-" + i));
            all.add(reloader.discovered(new Discovery(Map.of(), Map.of("n" + i, InetAddress.getLoopbackAddress()))));
        }

        for (CompletionStage<ReloadResult> one : all) {
            assertThat(result(one).hash()).isEqualTo("hash-99");
        }
        assertThat(reloader.stats().applied().sum()).isEqualTo(1);
        assertThat(results).hasSize(1);
        assertThat(snapshot().hash()).isEqualTo("hash-99");
    }

    @Test
    void an_unbroken_stream_of_changes_is_held_off_for_no_more_than_its_cap() throws Exception {
        // One every 5 ms: a hold-off of 20 ms alone would never end.
        long begin = System.nanoTime();
        int i = 0;
        while (reloader.applied() == null && System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(10)) {
            var _ = reloader.apply(config(9000 + i, port), Materials.NONE, "hash-" + i);
            i++;
            TimeUnit.MILLISECONDS.sleep(5);
        }

        assertThat(reloader.applied()).isNotNull();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(19));
        assertThat(i).isGreaterThan(2);
    }

    @Test
    void the_same_again_is_unchanged_and_swaps_nothing() throws Exception {
        assertThat(apply(config(9001, port), "a")).isInstanceOf(ReloadResult.Applied.class);
        Snapshot before = snapshot();

        assertThat(apply(config(9001, port), "a")).isEqualTo(new ReloadResult.Unchanged("a"));
        assertThat(result(reloader.discovered(Discovery.EMPTY))).isEqualTo(new ReloadResult.Unchanged("a"));

        assertThat(snapshot()).isSameAs(before);
        assertThat(reloader.stats().unchanged().sum()).isEqualTo(2);
    }

    @Test
    void what_discovery_says_before_the_first_configuration_is_kept_for_it() throws Exception {
        Discovery known = new Discovery(Map.of(), Map.of("app.test", InetAddress.ofLiteral("127.0.0.9")));

        assertThat(result(reloader.discovered(known))).isEqualTo(new ReloadResult.Unchanged(""));
        apply(config(port, new AddressServerConfig("s", "app.test", 80, ServerOptions.ofWeight(1))), "a");

        assertThat(snapshot().endpoints())
                .singleElement()
                .satisfies(e -> assertThat(e.address()).isEqualTo(new InetSocketAddress("127.0.0.9", 80)));
    }

    @Test
    void a_busy_port_refuses_the_whole_change_keeps_what_was_and_is_bound_once_it_is_free() throws Exception {
        apply(config(9001, port), "good");
        Snapshot good = snapshot();
        ServerSocket squatter = occupy(0);
        int busy = squatter.getLocalPort();
        int free = TestServer.freePort();

        ReloadResult refused = apply(config(9002, port, free, busy), "refused");

        assertThat(refused)
                .isEqualTo(new ReloadResult.Rejected(
                        "refused", "listener l2: cannot bind port " + busy + ": Address already in use"));
        assertThat(reloader.standing()).isEqualTo(refused);
        assertThat(snapshot()).isSameAs(good);
        assertThat(proxy.listeners().isBound(free)).isFalse();
        bindable(free);

        // Endpoints go on changing under the configuration in force, and the refusal still stands.
        assertThat(result(reloader.discovered(
                        new Discovery(Map.of(), Map.of("x.test", InetAddress.getLoopbackAddress())))))
                .isEqualTo(new ReloadResult.Unchanged("good"));
        assertThat(reloader.standing()).isEqualTo(refused);

        squatter.close();
        await().until(() -> snapshot().hash().equals("refused") && reloader.standing() == null);
        assertThat(proxy.listeners().isBound(busy)).isTrue();
        assertThat(results.getLast())
                .isInstanceOfSatisfying(
                        ReloadResult.Applied.class,
                        applied -> assertThat(applied.bound()).isEqualTo(2));
    }

    @Test
    void going_back_to_what_is_in_force_takes_the_refusal_away_and_ends_the_retries() throws Exception {
        apply(config(9001, port), "good");
        try (ServerSocket squatter = occupy(0)) {
            apply(config(9002, port, squatter.getLocalPort()), "refused");
            assertThat(reloader.standing()).isNotNull();

            assertThat(apply(config(9001, port), "good")).isEqualTo(new ReloadResult.Unchanged("good"));

            assertThat(reloader.standing()).isNull();
            int heard = results.size();
            await().during(Duration.ofMillis(700)).atMost(Duration.ofSeconds(5)).until(() -> results.size() == heard);
        }
    }

    @Test
    void a_closed_reloader_changes_nothing_not_even_what_it_wanted_to_try_again() throws Exception {
        apply(config(9001, port), "good");
        try (ServerSocket squatter = occupy(0)) {
            apply(config(9002, port, squatter.getLocalPort()), "refused");
            reloader.close();
        }

        assertThatThrownBy(() -> apply(config(9003, port), "late")).hasRootCauseMessage("closed");
        await().during(Duration.ofMillis(700))
                .atMost(Duration.ofSeconds(5))
                .until(() -> snapshot().hash().equals("good"));
    }

    @Test
    void a_listener_of_results_that_fails_keeps_neither_the_others_nor_the_change() throws Exception {
        List<String> heard = new CopyOnWriteArrayList<>();
        reloader.onResult(result -> {
            throw new IllegalStateException("on purpose");
        });
        reloader.onResult(result -> heard.add(result.hash()));

        apply(config(9001, port), "a");

        assertThat(heard).containsExactly("a");
    }

    private ReloadResult apply(ProxyConfig config, String hash) throws Exception {
        return result(reloader.apply(config, Materials.NONE, hash));
    }

    private static ReloadResult result(CompletionStage<ReloadResult> stage) throws Exception {
        return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private Snapshot snapshot() {
        Snapshot snapshot = reloader.applied();
        assertThat(snapshot).isNotNull();
        return snapshot;
    }

    /** Listeners l0, l1, … on these ports, all to one server on 127.0.0.1. */
    private static ProxyConfig config(int server, int... ports) {
        List<ListenerConfig> listeners = new ArrayList<>();
        for (int port : ports) {
            listeners.add(tcpListener("l" + listeners.size(), port, "b"));
        }
        return Configs.config(drain(Duration.ZERO, Duration.ofSeconds(1)), listeners, tcpBackend("b", servers(server)));
    }

    private static ProxyConfig config(int port, ServerConfig... servers) {
        return Configs.config(
                drain(Duration.ZERO, Duration.ofSeconds(1)),
                List.of(tcpListener("l0", port, "b")),
                tcpBackend("b", servers));
    }

    private static ServerSocket occupy(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.bind(new InetSocketAddress(port));
        return socket;
    }

    /** A moment after the socket's closing, the system may still have an accept on it to cancel. */
    private static void bindable(int port) {
        await().atMost(1, TimeUnit.SECONDS)
                .ignoreExceptionsInstanceOf(BindException.class)
                .untilAsserted(() -> occupy(port).close());
    }
}
