package io.tenbin.proxy.balance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenbin.proxy.balance.Servers.Server;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AlgorithmsTest {
    private static final BalanceInput ANYONE = BalanceInput.of(InetAddress.getLoopbackAddress());

    @ParameterizedTest
    @CsvSource({"'5,1,1',00010020001002", "'3,1,2',002012002012", "'1,1,1',012012"})
    void static_round_robin_has_the_order_of_haproxy(String weights, String order) {
        int[] shares = Stream.of(weights.split(",")).mapToInt(Integer::parseInt).toArray();
        StaticRoundRobin<Server> turns = new StaticRoundRobin<>(Servers.of(shares), 1, new AtomicLong());
        assertThat(draw(turns, order.length())).isEqualTo(order);
    }

    @Test
    void the_least_loaded_for_its_weight_is_chosen() {
        List<Server> servers = Servers.of(1, 10);
        LeastConnections<Server> least = new LeastConnections<>(servers, new AtomicLong());
        for (int i = 0; i < 110; i++) {
            least.choose(ANYONE, server -> true).load++;
        }
        assertThat(servers.get(0).load).isBetween(9, 11);
        assertThat(servers.get(1).load).isBetween(99, 101);
    }

    @Test
    void of_equally_loaded_ones_each_has_its_turn() {
        List<Server> servers = Servers.of(1, 1, 1, 1);
        servers.get(1).load = 5;
        LeastConnections<Server> least = new LeastConnections<>(servers, new AtomicLong());
        assertThat(draw(least, 9)).matches("(023|230|302|032|320|203)\\1\\1");
    }

    @Test
    void idle_ones_are_equal_whatever_their_weights_as_in_haproxy() {
        LeastConnections<Server> least = new LeastConnections<>(Servers.of(1, 10), new AtomicLong());
        assertThat(draw(least, 6)).isIn("010101", "101010");
    }

    @Test
    void least_connections_looks_at_the_eligible_only() {
        List<Server> servers = Servers.of(1, 1);
        servers.get(1).load = 9;
        LeastConnections<Server> least = new LeastConnections<>(servers, new AtomicLong());
        assertThat(least.choose(ANYONE, server -> server.load > 0)).isSameAs(servers.get(1));
        assertThat(least.choose(ANYONE, server -> false)).isNull();
    }

    @Test
    void the_first_takes_all_until_it_is_not_eligible() {
        First<Server> first = new First<>(Servers.of(1, 1, 1));
        assertThat(draw(first, 3)).isEqualTo("000");
        assertThat(first.choose(ANYONE, server -> !server.identity().equals("0")))
                .hasToString("1");
        assertThat(first.choose(ANYONE, server -> false)).isNull();
    }

    @Test
    void one_draw_divides_by_weight() {
        List<Server> servers = Servers.of(1, 3, 6);
        Draws<Server> draws = draws(servers, 1, Draws.Cost.LOAD);
        for (int i = 0; i < 10_000; i++) {
            draws.choose(ANYONE, server -> true).load++;
        }
        assertThat(servers)
                .allSatisfy(server -> assertThat(server.load).isBetween(server.share() * 900, server.share() * 1100));
    }

    @Test
    void two_draws_level_the_load() {
        List<Server> servers = Servers.of(IntStream.generate(() -> 1).limit(50).toArray());
        Draws<Server> draws = draws(servers, 2, Draws.Cost.LOAD);
        for (int i = 0; i < 5000; i++) {
            draws.choose(ANYONE, server -> true).load++;
        }
        assertThat(servers).allSatisfy(server -> assertThat(server.load).isBetween(94, 106));
    }

    @Test
    void the_slower_one_gets_the_less_and_the_unknown_one_is_tried_once() {
        List<Server> servers = Servers.of(1, 1, 1);
        servers.get(0).latency = 1e6;
        servers.get(1).latency = 50e6;
        Draws<Server> draws = draws(servers, 16, Draws.Cost.LATENCY);
        for (int i = 0; i < 52; i++) {
            draws.choose(ANYONE, server -> true).load++;
        }
        assertThat(servers.get(2).load).isEqualTo(1);
        assertThat(servers.get(1).load).isBetween(0, 3);
    }

    @Test
    void what_is_drawn_but_not_eligible_is_replaced_by_weight() {
        List<Server> servers = Servers.of(100, 1, 3);
        Draws<Server> draws = draws(servers, 1, Draws.Cost.LOAD);
        for (int i = 0; i < 4000; i++) {
            draws.choose(ANYONE, server -> server.share() < 100).load++;
        }
        assertThat(servers.get(0).load).isZero();
        assertThat(servers.get(1).load).isBetween(850, 1150);
        assertThat(draws.choose(ANYONE, server -> false)).isNull();
    }

    static Stream<Algorithm<Server>> all() {
        List<Server> servers = Servers.of(3, 1, 2, 5);
        AtomicLong cursor = new AtomicLong();
        return Stream.of(
                new RoundRobin<>(servers, cursor),
                new StaticRoundRobin<>(servers, 1, cursor),
                new LeastConnections<>(servers, cursor),
                new First<>(servers),
                draws(servers, 2, Draws.Cost.LOAD),
                new MapHash<>(servers, new HashKey.Header("x"), 1, cursor),
                new ConsistentHash<>(servers, new HashKey.Header("x"), 0, cursor));
    }

    @ParameterizedTest
    @MethodSource("all")
    void a_choice_allocates_nothing(Algorithm<Server> algorithm) {
        BalanceInput input = new BalanceInput() {
            @Override
            public InetAddress source() {
                return InetAddress.getLoopbackAddress();
            }

            @Override
            public CharSequence field(CharSequence name) {
                return "some value";
            }
        };
        Predicate<Server> eligible = server -> true;
        choose(algorithm, input, eligible);
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        choose(algorithm, input, eligible);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000);
    }

    private static void choose(Algorithm<Server> algorithm, BalanceInput input, Predicate<Server> eligible) {
        for (int i = 0; i < 10_000; i++) {
            algorithm.choose(input, eligible);
        }
    }

    private static Draws<Server> draws(List<Server> servers, int draws, Draws.Cost cost) {
        Random random = new Random(5);
        return new Draws<>(servers, draws, cost, () -> random);
    }

    private static String draw(Algorithm<Server> algorithm, int times) {
        return IntStream.range(0, times)
                .mapToObj(i -> algorithm.choose(ANYONE, server -> true).identity())
                .collect(Collectors.joining());
    }
}
