package io.tenbin.proxy.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import io.tenbin.config.AlgorithmConfig;
import io.tenbin.config.BackendConfig;
import io.tenbin.config.BackendMode;
import io.tenbin.config.BalanceConfig;
import io.tenbin.config.CookieConfig;
import io.tenbin.config.HashKeyConfig;
import io.tenbin.config.HeadersConfig;
import io.tenbin.config.Materials;
import io.tenbin.config.PersistenceConfig;
import io.tenbin.config.ServerOptions;
import io.tenbin.config.ServerTimeoutsConfig;
import io.tenbin.config.ServiceServerConfig;
import io.tenbin.config.StickOnConfig;
import io.tenbin.proxy.Configs;
import io.tenbin.proxy.balance.BalanceInput;
import io.tenbin.proxy.snapshot.BackendView;
import io.tenbin.proxy.snapshot.CookieServers;
import io.tenbin.proxy.snapshot.DiscoveredEndpoint;
import io.tenbin.proxy.snapshot.Discovery;
import io.tenbin.proxy.snapshot.LiveSnapshot;
import io.tenbin.proxy.snapshot.ServiceKey;
import io.tenbin.proxy.snapshot.Snapshot;
import io.tenbin.proxy.snapshot.SnapshotBuilder;
import io.tenbin.proxy.tls.ServerTls;
import io.tenbin.proxy.tls.TlsProvider;
import io.tenbin.proxy.transport.LoopTimer;
import io.tenbin.proxy.transport.Transport;
import io.tenbin.proxy.upstream.ConnectAttempt;
import io.tenbin.proxy.upstream.ConnectListener;
import io.tenbin.proxy.upstream.Endpoint;
import io.tenbin.proxy.upstream.EndpointRegistry;
import io.tenbin.translate.Defaults;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Ten thousand sessions, while pods come and go and the configuration is edited: through snapshots, dispatch and what outlives both.
 */
class SessionMovementTest {
    private static final int SESSIONS = 10_000;
    private static final int EDITS = 100;
    private static final List<Integer> THREE = List.of(0, 1, 2);
    private static final List<Integer> TEN = List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    private static final List<Integer> FOUR = List.of(0, 2, 5, 8);
    private static final PersistenceConfig COOKIE = new PersistenceConfig(
            new CookieConfig(
                    "S",
                    CookieConfig.Mode.INSERT,
                    CookieConfig.Handling.NONE,
                    CookieConfig.Attributes.NONE,
                    CookieConfig.Lifetime.UNLIMITED),
            null);
    private static final PersistenceConfig TABLE =
            new PersistenceConfig(null, new StickOnConfig(Duration.ofMinutes(30), SESSIONS));

    private final Transport transport = Transport.start(Transport.Kind.NIO, 1);
    private final EventLoop loop = transport.loops().next();
    private final EndpointRegistry registry = new EndpointRegistry();
    private final SnapshotBuilder builder = new SnapshotBuilder(registry, TlsProvider.choose(TlsProvider.Kind.AUTO));
    private final LiveSnapshot.Writer live = new LiveSnapshot.Writer();

    @AfterEach
    void stop() {
        transport.close();
    }

    @Test
    void cookies_move_only_those_whose_pod_is_gone() throws Exception {
        Map<Integer, String> values = new HashMap<>();
        onlyThoseOfGonePodsMove(COOKIE, new AlgorithmConfig.RoundRobin(), (session, view) -> {
            CookieServers cookies = Objects.requireNonNull(view.cookies());
            String presented = values.get(session);
            Endpoint reached = reach(session, view, presented == null ? null : cookies.endpoint(presented));
            values.put(session, Objects.requireNonNull(cookies.value(reached)));
            return reached;
        });
    }

    @Test
    void the_table_moves_only_those_whose_pod_is_gone() throws Exception {
        AlgorithmConfig source = new AlgorithmConfig.ConsistentHash(new HashKeyConfig.Source(), 0);
        onlyThoseOfGonePodsMove(TABLE, source, (session, view) -> reach(session, view, null));
    }

    private void onlyThoseOfGonePodsMove(
            PersistenceConfig persistence, AlgorithmConfig algorithm, BiFunction<Integer, BackendView, Endpoint> visit)
            throws Exception {
        apply(persistence, algorithm, THREE, 0);
        Map<Integer, String> first = visits(SESSIONS / 2, visit);
        apply(persistence, algorithm, TEN, 0);
        assertThat(strangers(first))
                .as("sessions that new work would lead elsewhere")
                .isGreaterThan(SESSIONS / 8);
        Map<Integer, String> all = visits(SESSIONS, visit);
        assertThat(all).containsAllEntriesOf(first);
        assertThat(Set.copyOf(all.values())).hasSize(TEN.size());

        for (int edit = 1; edit <= EDITS; edit++) {
            apply(persistence, algorithm, TEN, edit);
            if (edit % 25 == 0) {
                assertThat(visits(SESSIONS, visit)).isEqualTo(all);
            }
        }

        apply(persistence, algorithm, FOUR, EDITS);
        Set<String> left =
                Set.copyOf(FOUR.stream().map(SessionMovementTest::name).toList());
        Map<Integer, String> after = visits(SESSIONS, visit);
        all.forEach((session, pod) -> {
            if (left.contains(pod)) {
                assertThat(after.get(session)).isEqualTo(pod);
            } else {
                assertThat(after.get(session)).isIn(left);
            }
        });

        for (int edit = EDITS; edit <= 2 * EDITS; edit++) {
            apply(persistence, algorithm, edit % 2 == 0 ? TEN : FOUR, edit);
        }
        assertThat(visits(SESSIONS, visit)).as("once, and for good").isEqualTo(after);
    }

    /** How many would be somewhere else if nothing kept them. */
    private long strangers(Map<Integer, String> sessions) {
        BackendView view = view();
        return sessions.entrySet().stream()
                .filter(session -> !Objects.requireNonNull(view.choose(client(session.getKey()), Set.of()))
                        .endpoint()
                        .name()
                        .equals(session.getValue()))
                .count();
    }

    private Map<Integer, String> visits(int count, BiFunction<Integer, BackendView, Endpoint> visit) throws Exception {
        return loop.submit(() -> {
                    Map<Integer, String> reached = new HashMap<>();
                    for (int session = 0; session < count; session++) {
                        reached.put(session, visit.apply(session, view()).name());
                    }
                    return reached;
                })
                .get();
    }

    /** One exchange, from its begin to its end. */
    private Endpoint reach(int session, BackendView view, @Nullable Endpoint owner) {
        List<Endpoint> found = new ArrayList<>();
        Dispatch<Endpoint> dispatch = new Dispatch<>(
                view, client(session), live.live(), LoopTimer.of(loop), new Standing(), new Dispatch.Outcome<>() {
                    @Override
                    public void found(Endpoint endpoint) {
                        found.add(endpoint);
                    }

                    @Override
                    public void nothingFound(NoServer why) {
                        throw new AssertionError(why);
                    }
                });
        dispatch.begin(owner);
        dispatch.answered();
        dispatch.end();
        return found.getFirst();
    }

    private BackendView view() {
        return Objects.requireNonNull(live.live().current().backends().get("app"));
    }

    /** As the reloader does it: build, swap, retire. */
    private void apply(PersistenceConfig persistence, AlgorithmConfig algorithm, List<Integer> pods, int edit) {
        Snapshot next = builder.build(
                new SnapshotBuilder.Input(
                        Configs.config(
                                Configs.drain(Duration.ZERO, Duration.ZERO),
                                List.of(Configs.tcpListener("t", 1 + edit, "app")),
                                app(persistence, algorithm, edit)),
                        Materials.NONE,
                        "edit-" + edit),
                SnapshotBuilder.Leaving.NONE,
                new Discovery(
                        Map.of(
                                new ServiceKey("default", "app"),
                                pods.stream().map(SessionMovementTest::pod).toList()),
                        Map.of()),
                live.live().orNull());
        live.swap(next);
        registry.retain(next.endpoints(), next.backends().keySet());
    }

    private static BackendConfig app(PersistenceConfig persistence, AlgorithmConfig algorithm, int edit) {
        return new BackendConfig(
                "app",
                BackendMode.TCP,
                new BalanceConfig(algorithm, edit % 3 == 0, null, Duration.ZERO, List.of()),
                List.of(new ServiceServerConfig(
                        "app", "default", "app", "", ServerOptions.ofWeight(1 + edit % 7), null)),
                persistence,
                Defaults.RETRIES,
                new ServerTimeoutsConfig(
                        Duration.ofMillis(1000 + edit),
                        Duration.ofSeconds(3),
                        Duration.ofHours(1),
                        Duration.ofSeconds(1)),
                Defaults.CONNECTION,
                HeadersConfig.NONE);
    }

    private static DiscoveredEndpoint pod(int index) {
        return new DiscoveredEndpoint(
                "uid-" + index, name(index), address(200, index), Map.of("", 8080), true, true, false);
    }

    private static String name(int index) {
        return "app-" + index;
    }

    private static BalanceInput client(int session) {
        return BalanceInput.of(address(10, session));
    }

    private static InetAddress address(int first, int rest) {
        try {
            return InetAddress.getByAddress(new byte[] {(byte) first, 0, (byte) (rest >> 8), (byte) rest});
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    /** To each endpoint, a connection stands. */
    private static final class Standing implements Connector<Endpoint> {
        @Override
        public Endpoint idle(Endpoint endpoint, ServerTls tls, long nanoTime) {
            return endpoint;
        }

        @Override
        public ConnectAttempt open(
                Endpoint endpoint, ServerTls tls, Duration timeout, ConnectListener<Endpoint> listener) {
            throw new AssertionError("a connection to " + endpoint + " stands");
        }
    }
}
