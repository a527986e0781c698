package io.tenbin.proxy.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class EndpointConnectionsTest {
    private final EndpointConnections connections = new EndpointConnections();
    private final List<String> granted = new ArrayList<>();

    @Test
    void who_comes_when_there_are_as_many_as_may_be_waits_in_order() {
        connections.limit(2, 10);
        for (String name : List.of("one", "two", "three", "four")) {
            request(name);
        }
        assertThat(granted).containsExactly("one", "two");

        connections.ended();
        assertThat(granted).containsExactly("one", "two", "three");
        connections.ended();
        connections.ended();
        connections.ended();
        assertThat(granted).containsExactly("one", "two", "three", "four");
    }

    @Test
    void who_withdraws_is_not_granted_and_a_higher_limit_grants_at_once() {
        connections.limit(1, 10);
        request("one");
        Runnable two = () -> granted.add("two");
        connections.request(two);
        request("three");
        request("four");

        connections.withdraw(two);
        connections.limit(3, 10);

        assertThat(granted).containsExactly("one", "three", "four");
    }

    @Test
    void as_many_have_to_end_as_are_too_many_and_waited_for() {
        connections.limit(5, 10);
        for (String name : List.of("1", "2", "3", "4", "5")) {
            request(name);
        }
        connections.limit(3, 10);
        assertThat(connections.needed()).isZero();

        request("6");
        request("7");
        assertThat(connections.needed()).isEqualTo(4);
        connections.ended();
        connections.ended();
        assertThat(granted).hasSize(5);
        connections.ended();
        assertThat(granted).endsWith("6");
        assertThat(connections.needed()).isEqualTo(1);
    }

    @Test
    void no_more_are_kept_idle_than_may_be_and_none_while_its_place_is_needed() {
        connections.limit(10, 2);
        assertThat(connections.keep()).isTrue();
        assertThat(connections.keep()).isTrue();
        assertThat(connections.keep()).isFalse();
        connections.resumed();
        assertThat(connections.keep()).isTrue();
        assertThat(connections.idle()).isEqualTo(2);

        connections.limit(1, 100);
        request("one");
        request("two");
        assertThat(connections.keep()).isFalse();
        connections.ended();
        assertThat(connections.keep()).isTrue();
    }

    @Test
    @Timeout(60)
    void from_many_threads_all_are_granted_and_never_too_many_at_the_same_time() throws Exception {
        int threads = 8;
        int each = 20_000;
        int limit = 3;
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch all = new CountDownLatch(threads * each);
        connections.limit(limit, 0);
        try (ExecutorService workers = Executors.newFixedThreadPool(threads);
                ExecutorService enders = Executors.newFixedThreadPool(2)) {
            for (int t = 0; t < threads; t++) {
                workers.execute(() -> {
                    for (int i = 0; i < each; i++) {
                        Runnable begin = () -> {
                            most.accumulateAndGet(now.incrementAndGet(), Math::max);
                            enders.execute(() -> {
                                now.decrementAndGet();
                                connections.ended();
                                all.countDown();
                            });
                        };
                        if (connections.request(begin)) {
                            begin.run();
                        }
                    }
                });
            }
            assertThat(all.await(50, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(most).hasValueLessThanOrEqualTo(limit);
        request("last");
        assertThat(granted).containsExactly("last");
    }

    private void request(String name) {
        if (connections.request(() -> granted.add(name))) {
            granted.add(name);
        }
    }
}
