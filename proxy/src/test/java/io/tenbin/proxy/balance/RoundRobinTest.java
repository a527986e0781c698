package io.tenbin.proxy.balance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenbin.proxy.balance.Servers.Server;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RoundRobinTest {
    private static final BalanceInput ANYONE = BalanceInput.of(InetAddress.getLoopbackAddress());

    @Test
    void equal_shares_take_turns_in_order() {
        RoundRobin<Server> turns = new RoundRobin<>(Servers.of(1, 1, 1), new AtomicLong());
        assertThat(draw(turns, 6)).containsExactly(0, 1, 2, 0, 1, 2);
    }

    @Test
    void shares_are_spread_evenly_and_not_in_bursts() {
        RoundRobin<Server> turns = new RoundRobin<>(Servers.of(2, 1, 1), new AtomicLong());
        assertThat(draw(turns, 8)).containsExactly(0, 1, 2, 0, 0, 1, 2, 0);
    }

    @Test
    void any_run_as_long_as_the_cycle_is_exact() {
        Random random = new Random(42);
        for (int run = 0; run < 200; run++) {
            int[] shares = random.ints(1 + random.nextInt(8), 1, 257).toArray();
            RoundRobin<Server> turns = new RoundRobin<>(Servers.of(shares), new AtomicLong(random.nextInt(10_000)));
            int divisor = Arrays.stream(shares).reduce(0, RoundRobinTest::gcd);
            int cycle = Arrays.stream(shares).sum() / divisor;
            Map<Integer, Long> counts = draw(turns, cycle).stream()
                    .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
            for (int i = 0; i < shares.length; i++) {
                assertThat(counts.get(i)).as("of %s", Arrays.toString(shares)).isEqualTo(shares[i] / divisor);
            }
        }
    }

    @Test
    void a_rebuilt_list_goes_on_where_the_last_one_was() {
        AtomicLong cursor = new AtomicLong();
        assertThat(draw(new RoundRobin<>(Servers.of(1, 1, 1), cursor), 2)).containsExactly(0, 1);
        assertThat(draw(new RoundRobin<>(Servers.of(1, 1, 1), cursor), 2)).containsExactly(2, 0);
    }

    @Test
    void turns_of_one_that_is_not_eligible_do_not_go_to_its_successor() {
        RoundRobin<Server> turns = new RoundRobin<>(Servers.of(1, 1, 1, 1), new AtomicLong());
        long afterIt = IntStream.range(0, 1200)
                .mapToObj(i -> turns.choose(ANYONE, server -> !server.identity().equals("0")))
                .filter(server -> server.identity().equals("1"))
                .count();
        assertThat(afterIt).isEqualTo(400);
    }

    @Test
    void nothing_is_found_if_none_is_eligible() {
        assertThat(new RoundRobin<>(Servers.of(1, 2), new AtomicLong()).choose(ANYONE, server -> false))
                .isNull();
        assertThat(new RoundRobin<>(Servers.of(), new AtomicLong()).choose(ANYONE, server -> true))
                .isNull();
    }

    private static List<Integer> draw(RoundRobin<Server> turns, int times) {
        return IntStream.range(0, times)
                .mapToObj(i -> turns.choose(ANYONE, server -> true).identity())
                .map(Integer::valueOf)
                .toList();
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
