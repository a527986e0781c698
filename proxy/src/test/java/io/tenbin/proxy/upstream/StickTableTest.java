package io.tenbin.proxy.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenbin.config.StickOnConfig;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

class StickTableTest {
    private static final long SECOND = 1_000_000_000;
    private static final EndpointId A = new EndpointId("app", "a", "192.0.2.1:80");
    private static final EndpointId B = new EndpointId("app", "b", "192.0.2.2:80");

    private final StickTable table = new StickTable();

    @Test
    void a_client_has_the_endpoint_that_answered_it_last() {
        follow(10, 3);
        assertThat(find(1, 0)).isNull();
        learn(1, A, 0);
        assertThat(find(1, 1)).isEqualTo(A);
        assertThat(find(2, 1)).isNull();
        learn(1, B, 2);
        assertThat(find(1, 3)).isEqualTo(B);
        assertThat(table.entries()).isEqualTo(1);
    }

    @Test
    void who_is_seen_is_remembered_and_who_is_not_is_forgotten() {
        follow(10, 3);
        learn(1, A, 0);
        learn(2, A, 0);
        for (int second = 5; second <= 50; second += 5) {
            assertThat(find(1, second)).isEqualTo(A);
        }
        assertThat(find(2, 11)).isNull();
        table.sweep(51 * SECOND);
        assertThat(table.entries()).isEqualTo(1);
        table.sweep(61 * SECOND);
        assertThat(table.entries()).isZero();
        assertThat(table.purged().sum()).isZero();
    }

    @Test
    void when_it_is_full_those_go_who_were_not_seen_for_longest() {
        follow(100, 3);
        learn(1, A, 1);
        learn(2, A, 2);
        learn(3, A, 3);
        find(1, 4);
        learn(2, B, 5);
        learn(4, A, 6);
        assertThat(known(7)).containsExactly(1, 2, 4);
        learn(5, A, 8);
        assertThat(table.entries()).isEqualTo(3);
        assertThat(find(5, 8)).isEqualTo(A);
        assertThat(table.purged().sum()).isEqualTo(2);
    }

    @Test
    void a_smaller_size_keeps_the_latest_and_a_longer_life_holds_for_all() {
        follow(60, 100);
        for (int client = 1; client <= 50; client++) {
            learn(client, A, client);
        }
        find(1, 51);
        follow(100, 3);
        assertThat(known(120)).containsExactly(1, 49, 50);
        table.follow(null);
        assertThat(table.entries()).isZero();
        learn(1, A, 121);
        assertThat(table.entries()).isZero();
    }

    @Test
    void a_newcomer_looks_at_few_entries_though_all_were_used_since() {
        follow(1000, 100_000);
        for (int client = 0; client < 100_000; client++) {
            learn(client, A, 0);
        }
        for (int client = 0; client < 100_000; client++) {
            find(client, 1);
        }
        // Each of these would look at all 100,000 otherwise: in all 10^9 steps.
        for (int client = 100_000; client < 110_000; client++) {
            learn(client, A, 2);
        }
        assertThat(table.entries()).isEqualTo(100_000);
        assertThat(find(109_999, 2)).isEqualTo(A);
    }

    @Test
    void event_loops_use_it_together_and_it_stays_in_bounds() throws InterruptedException {
        follow(1000, 500);
        List<Thread> loops = new ArrayList<>();
        for (int loop = 0; loop < 4; loop++) {
            loops.add(Thread.ofPlatform().start(() -> {
                for (int i = 0; i < 50_000; i++) {
                    int client = ThreadLocalRandom.current().nextInt(1000);
                    EndpointId own = client % 2 == 0 ? A : B;
                    EndpointId found = find(client, i / 1000);
                    assertThat(found == null || found.equals(own)).isTrue();
                    learn(client, own, i / 1000);
                }
            }));
        }
        for (Thread loop : loops) {
            loop.join();
        }
        assertThat(table.entries()).isEqualTo(500);
        assertThat(known(50).size()).isEqualTo(500);
    }

    private void follow(int expireSeconds, int size) {
        table.follow(new StickOnConfig(Duration.ofSeconds(expireSeconds), size));
    }

    private void learn(int client, EndpointId endpoint, int second) {
        table.learn(address(client), endpoint, second * SECOND);
    }

    private EndpointId find(int client, int second) {
        return table.find(address(client), second * SECOND);
    }

    private List<Integer> known(int second) {
        List<Integer> known = new ArrayList<>();
        for (int client = 0; client < 1000; client++) {
            if (find(client, second) != null) {
                known.add(client);
            }
        }
        return known;
    }

    private static InetAddress address(int client) {
        try {
            return InetAddress.getByAddress(
                    new byte[] {10, (byte) (client >> 16), (byte) (client >> 8), (byte) client});
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
