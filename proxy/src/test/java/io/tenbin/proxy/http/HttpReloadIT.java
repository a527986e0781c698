package io.tenbin.proxy.http;

import static io.tenbin.proxy.http.HttpKeepAliveIT.GET;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HttpReloadIT {
    private static final long NANOS = TimeUnit.SECONDS.toNanos(4);

    @Test
    void fifty_changes_a_second_fail_no_request_and_close_no_connection() throws Exception {
        try (TestServer one = TestServer.saying("1");
                TestServer two = TestServer.saying("2");
                TestServer three = TestServer.saying("3");
                TestProxy proxy = Configs.of(one, two, three).start();
                ScheduledExecutorService changes = Executors.newSingleThreadScheduledExecutor();
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            AtomicInteger round = new AtomicInteger();
            var turning = changes.scheduleAtFixedRate(
                    () -> {
                        // Every change takes an endpoint away or brings one back, and alters a timeout.
                        int n = round.getAndIncrement();
                        Configs next = n % 2 == 0 ? Configs.of(one, two) : Configs.of(one, two, three);
                        proxy.apply(next.serverTimeout(20_000 + n).build());
                    },
                    0,
                    20,
                    TimeUnit.MILLISECONDS);
            long end = System.nanoTime() + NANOS;
            List<Future<Integer>> all = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                String request = i % 2 == 0 ? GET : "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody";
                all.add(clients.submit(() -> requests(proxy, request, end)));
            }
            int answered = 0;
            for (Future<Integer> client : all) {
                answered += client.get(30, TimeUnit.SECONDS);
            }
            turning.cancel(false);

            assertThat(round).hasValueGreaterThan(100);
            assertThat(answered).isGreaterThan(500);
            assertThat(proxy.logged())
                    .hasSize(answered)
                    .allMatch(line -> line.outcome().status() == 200);
        }
    }

    /** On one connection, which has to last. */
    private static int requests(TestProxy proxy, String request, long end) throws Exception {
        int answered = 0;
        try (Wire client = proxy.connect()) {
            while (System.nanoTime() < end) {
                var answer = client.send(request).answer();
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.field("Connection")).isNull();
                answered++;
            }
        }
        return answered;
    }
}
