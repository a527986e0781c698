package io.tenbin.proxy.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ServerMapTest {
    @Test
    void it_is_the_table_of_haproxy() {
        Random random = new Random(1);
        for (int round = 0; round < 400; round++) {
            int most = 1 + random.nextInt(256);
            int[] weights = random.ints(1 + random.nextInt(40), 1, most + 1).toArray();
            assertThat(ServerMap.of(Servers.of(weights), 1))
                    .as("weights %s", weights)
                    .isEqualTo(recalcServerMap(weights));
        }
    }

    /** As long as all servers are looked at for each place, this takes more than half a second. */
    @Test
    void a_thousand_servers_without_a_common_divisor_take_milliseconds() {
        int[] weights = IntStream.range(0, 1000).map(i -> 256 - i % 3).toArray();
        long best = Long.MAX_VALUE;
        for (int attempt = 0; attempt < 5; attempt++) {
            long begin = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            int[] table = ServerMap.of(Servers.of(weights), 1);
            best = Math.min(best, ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begin);
            assertThat(table).hasSize(IntStream.of(weights).sum());
        }
        assertThat(best).isLessThan(TimeUnit.MILLISECONDS.toNanos(150));
    }

    /** As it stands in HAProxy's lb_map.c. */
    private static int[] recalcServerMap(int[] weights) {
        int total = IntStream.of(weights).sum();
        int[] scores = new int[weights.length];
        int[] map = new int[total];
        for (int o = 0; o < total; o++) {
            int max = 0;
            int best = -1;
            for (int i = 0; i < weights.length; i++) {
                scores[i] += weights[i];
                int v = (scores[i] + total) / total;
                if (best < 0 || v > max) {
                    max = v;
                    best = i;
                }
            }
            scores[best] -= total;
            map[o] = best;
        }
        return map;
    }
}
