package io.tenbin.proxy.balance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenbin.proxy.balance.Servers.Server;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConsistentHashTest {
    private static final int KEYS = 20_000;

    private final Random random = new Random(7);

    @Test
    void every_replica_picks_the_same_whatever_the_order_of_its_list() {
        List<Server> servers = new ArrayList<>(Servers.of(1, 2, 3, 4, 5));
        Map<Integer, String> here = picks(servers);
        Collections.shuffle(servers, random);
        assertThat(picks(servers)).isEqualTo(here);
    }

    @Test
    void only_keys_of_a_lost_server_move_and_they_spread_over_all_others() {
        for (int run = 0; run < 20; run++) {
            int[] shares = random.ints(3 + random.nextInt(10), 1, 257).toArray();
            List<Server> servers = new ArrayList<>(Servers.of(shares));
            Map<Integer, String> before = picks(servers);
            Server lost = servers.remove(random.nextInt(servers.size()));
            Map<Integer, String> after = picks(servers);

            Map<String, Integer> taken = new HashMap<>();
            before.forEach((key, owner) -> {
                if (owner.equals(lost.identity())) {
                    taken.merge(after.get(key), 1, Integer::sum);
                } else {
                    assertThat(after.get(key)).isEqualTo(owner);
                }
            });
            int moved = taken.values().stream().mapToInt(i -> i).sum();
            int rest = servers.stream().mapToInt(Server::share).sum();
            for (Server server : servers) {
                double fair = (double) moved * server.share() / rest;
                assertThat((double) taken.getOrDefault(server.identity(), 0))
                        .isBetween(fair * 0.5 - 30, fair * 1.5 + 30);
            }
        }
    }

    @Test
    void a_weight_that_grows_only_takes_keys_and_only_for_itself() {
        Map<Integer, String> before = picks(Servers.of(10, 10, 10));
        Map<Integer, String> after = picks(Servers.of(10, 20, 10));
        before.forEach((key, owner) -> assertThat(after.get(key)).isIn(owner, "1"));
        assertThat(after).isNotEqualTo(before);
    }

    @Test
    void keys_are_divided_by_weight() {
        List<Server> servers = Servers.of(1, 2, 4, 8, 16, 1, 1, 1, 1, 1);
        Map<String, Integer> counts = new HashMap<>();
        picks(servers).values().forEach(owner -> counts.merge(owner, 1, Integer::sum));
        int shares = servers.stream().mapToInt(Server::share).sum();
        for (Server server : servers) {
            double fair = (double) KEYS * server.share() / shares;
            assertThat((double) counts.get(server.identity())).isBetween(fair * 0.85, fair * 1.15);
        }
    }

    @Test
    void of_many_servers_none_has_much_more_than_the_average() {
        Map<String, Integer> counts = new HashMap<>();
        picks(Servers.of(IntStream.generate(() -> 1).limit(100).toArray()))
                .values()
                .forEach(owner -> counts.merge(owner, 1, Integer::sum));
        assertThat(counts).hasSize(100);
        assertThat(Collections.max(counts.values())).isLessThan(KEYS / 100 * 14 / 10);
    }

    @Test
    void an_ineligible_owner_is_replaced_by_the_one_that_would_have_the_key_without_it() {
        List<Server> servers = new ArrayList<>(Servers.of(3, 1, 2, 5));
        ConsistentHash<Server> all = hash(servers, 0);
        Server out = servers.removeFirst();
        ConsistentHash<Server> rest = hash(servers, 0);
        for (int key = 0; key < 2000; key++) {
            assertThat(all.choose(key(key), server -> server != out)).isSameAs(rest.choose(key(key), s -> true));
        }
        assertThat(all.choose(key(1), server -> false)).isNull();
    }

    @Test
    void with_a_balance_factor_no_server_exceeds_its_part_of_the_load() {
        List<Server> servers = Servers.of(1, 1, 2, 4);
        ConsistentHash<Server> hash = hash(servers, 125);
        BalanceInput hot = key(42);
        for (int load = 1; load <= 400; load++) {
            hash.choose(hot, server -> true).load++;
            for (Server server : servers) {
                assertThat((double) server.load).isLessThanOrEqualTo(load * 1.25 * server.share() / 8 + 1);
            }
        }
        assertThat(servers).filteredOn(server -> server.load > 0).hasSizeGreaterThan(1);
    }

    @Test
    void under_the_bound_a_balance_factor_changes_nothing() {
        List<Server> servers = Servers.of(1, 1, 1);
        servers.forEach(server -> server.load = 10);
        for (int key = 0; key < 500; key++) {
            assertThat(hash(servers, 150).choose(key(key), s -> true))
                    .isSameAs(hash(servers, 0).choose(key(key), s -> true));
        }
    }

    @Test
    void a_single_server_gets_everything_and_none_nothing() {
        assertThat(hash(Servers.of(3), 0).choose(key(1), server -> true)).hasToString("0");
        assertThat(hash(List.of(), 0).choose(key(1), server -> true)).isNull();
    }

    private static Map<Integer, String> picks(List<Server> servers) {
        ConsistentHash<Server> hash = hash(servers, 0);
        Map<Integer, String> picks = new HashMap<>();
        for (int key = 0; key < KEYS; key++) {
            picks.put(key, hash.choose(key(key), server -> true).identity());
        }
        return picks;
    }

    private static ConsistentHash<Server> hash(List<Server> servers, int factor) {
        return new ConsistentHash<>(servers, new HashKey.Source(), factor, new AtomicLong());
    }

    private static BalanceInput key(int number) {
        try {
            return BalanceInput.of(InetAddress.getByAddress(
                    new byte[] {10, (byte) (number >> 16), (byte) (number >> 8), (byte) number}));
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
