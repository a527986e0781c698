package io.tenbin.proxy.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenbin.proxy.upstream.BackendQueue.Entry;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class BackendQueueTest {
    private final BackendQueue queue = new BackendQueue();
    private final List<String> heard = new ArrayList<>();

    @Test
    void who_came_first_is_served_first_whatever_they_wait_for() {
        Endpoint a = endpoint("a", 1);
        Endpoint b = endpoint("b", 1);
        assertThat(queue.take(a)).isTrue();
        assertThat(queue.take(b)).isTrue();
        wait("any-1", null);
        wait("a-1", a);
        wait("b-1", b);
        wait("any-2", null);
        wait("a-2", a);

        queue.giveBack(a);
        queue.giveBack(a);
        queue.giveBack(b);
        queue.giveBack(b);
        queue.giveBack(a);

        assertThat(heard).containsExactly("any-1@a#1", "a-1@a#1", "b-1@b#1", "any-2@b#2", "a-2@a#2");
        assertThat(a.stats().activeRequests()).hasValue(1);
        assertThat(b.stats().activeRequests()).hasValue(1);
    }

    @Test
    void a_newcomer_does_not_overtake() {
        Endpoint a = endpoint("a", 1);
        queue.take(a);
        wait("first", a);

        assertThat(queue.take(a)).isFalse();
        queue.giveBack(a);
        assertThat(queue.take(a)).isFalse();

        assertThat(heard).containsExactly("first@a#1");
    }

    @Test
    void who_leaves_is_not_served_and_a_slot_granted_meanwhile_goes_to_the_next() {
        Endpoint a = endpoint("a", 1);
        queue.take(a);
        Ticket gone = wait("gone", a);
        List<Runnable> later = new ArrayList<>();
        Ticket late = new Ticket(a, false, later::add, waiter("late"));
        queue.enter(late, () -> null, 0);
        wait("next", a);

        queue.leave(gone);
        queue.giveBack(a);
        queue.leave(late);

        assertThat(heard).containsExactly("next@a#2");
        assertThat(gone.position()).isEqualTo(1);
        assertThat(a.stats().activeRequests()).hasValue(1);
    }

    @Test
    void a_line_of_full_length_takes_nobody() {
        Endpoint a = endpoint("a", 1);
        queue.take(a);
        wait("one", a);
        wait("two", a);

        assertThat(queue.enter(new Ticket(a, false, Runnable::run, waiter("three")), () -> null, 2))
                .isInstanceOf(Entry.Full.class);
        assertThat(queue.enter(new Ticket(null, false, Runnable::run, waiter("any")), () -> null, 2))
                .isInstanceOf(Entry.Waiting.class);
        assertThat(a.slots().queued()).isEqualTo(2);
        assertThat(queue.queued()).isEqualTo(1);
    }

    @Test
    void an_endpoint_that_takes_no_more_work_sends_away_who_waits_for_it_and_serves_nobody_else() {
        Endpoint a = endpoint("a", 1);
        queue.take(a);
        wait("own", a);
        wait("any", null);
        a.slots().set(1, false, false);

        queue.follow(a);
        queue.giveBack(a);

        assertThat(heard).containsExactly("own expelled");
        assertThat(queue.enter(new Ticket(a, false, Runnable::run, waiter("late")), () -> null, 0))
                .isInstanceOf(Entry.Full.class);
    }

    @Test
    void who_may_not_go_elsewhere_waits_on_until_the_endpoint_is_gone_for_good() {
        Endpoint a = endpoint("a", 1);
        queue.take(a);
        for (String name : List.of("one", "two")) {
            queue.enter(new Ticket(a, true, Runnable::run, waiter(name)), () -> null, 0);
        }
        a.slots().set(1, false, false);

        queue.follow(a);
        assertThat(heard).isEmpty();
        queue.giveBack(a);
        assertThat(heard).containsExactly("one@a#1");

        a.retire();
        queue.follow(a);
        assertThat(heard).containsExactly("one@a#1", "two expelled");
    }

    @Test
    void a_draining_endpoint_serves_those_only_who_want_it() {
        Endpoint a = endpoint("a", 1);
        queue.take(a);
        wait("any", null);
        wait("own", a);
        a.slots().set(1, false, true);

        queue.follow(a);
        queue.giveBack(a);

        assertThat(heard).containsExactly("own@a#1");
    }

    @Test
    void a_higher_limit_lets_in_at_once_and_a_lower_one_sends_nobody_away() {
        Endpoint a = endpoint("a", 1);
        queue.take(a);
        wait("one", null);
        wait("two", null);
        wait("three", null);
        a.slots().set(3, true, true);
        queue.follow(a);
        assertThat(heard).containsExactly("one@a#1", "two@a#2");

        a.slots().set(1, true, true);
        queue.follow(a);
        queue.giveBack(a);
        queue.giveBack(a);
        assertThat(heard).hasSize(2);
        queue.giveBack(a);
        assertThat(heard).endsWith("three@a#3");

        wait("four", null);
        a.slots().set(0, true, true);
        queue.follow(a);
        assertThat(heard).endsWith("four@a#1");
    }

    /** Each of 8 threads takes, waits, leaves and gives back as fast as it can: all get what they want, and never too many. */
    @Test
    @Timeout(60)
    void no_wakeup_is_lost_and_no_limit_passed_under_contention() throws Exception {
        int threads = 8;
        int rounds = 20_000;
        List<Endpoint> endpoints = List.of(endpoint("a", 1), endpoint("b", 2), endpoint("c", 1));
        AtomicInteger tooMany = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(threads);
        List<ExecutorService> loops = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            ExecutorService loop = Executors.newSingleThreadExecutor();
            loops.add(loop);
            loop.execute(new Worker(loop, endpoints, rounds, tooMany, done));
        }

        assertThat(done.await(50, TimeUnit.SECONDS)).isTrue();
        loops.forEach(ExecutorService::shutdownNow);
        assertThat(tooMany).hasValue(0);
        assertThat(endpoints).allSatisfy(endpoint -> {
            assertThat(endpoint.stats().activeRequests()).hasValue(0);
            assertThat(endpoint.slots().queued()).isZero();
        });
        assertThat(queue.queued()).isZero();
    }

    /** One event loop with one request after the other. */
    private final class Worker implements Runnable, Ticket.Waiter {
        private final ExecutorService loop;
        private final List<Endpoint> endpoints;
        private final AtomicInteger tooMany;
        private final CountDownLatch done;
        private int left;
        private @Nullable Ticket ticket;

        Worker(ExecutorService loop, List<Endpoint> endpoints, int rounds, AtomicInteger tooMany, CountDownLatch done) {
            this.loop = loop;
            this.endpoints = endpoints;
            this.left = rounds;
            this.tooMany = tooMany;
            this.done = done;
        }

        @Override
        public void run() {
            if (left-- == 0) {
                done.countDown();
                return;
            }
            int choice = ThreadLocalRandom.current().nextInt(5);
            Endpoint server = choice < 3 ? endpoints.get(choice) : null;
            Ticket fresh = new Ticket(server, false, loop, this);
            switch (queue.enter(fresh, () -> slot(server), 0)) {
                case Entry.Taken taken -> use(taken.endpoint());
                case Entry.Waiting _ -> {
                    ticket = fresh;
                    if (ThreadLocalRandom.current().nextInt(10) == 0) {
                        ticket = null;
                        queue.leave(fresh);
                        loop.execute(this);
                    }
                }
                case Entry.Full _ -> throw new AssertionError("no bound was set");
            }
        }

        @Override
        public void granted(Ticket of, Endpoint endpoint) {
            if (of == ticket) {
                ticket = null;
                use(endpoint);
            }
        }

        @Override
        public void expelled(Ticket of) {
            throw new AssertionError("nothing goes down here");
        }

        private @Nullable Endpoint slot(@Nullable Endpoint server) {
            List<Endpoint> asked = server == null ? endpoints : List.of(server);
            return asked.stream().filter(queue::take).findFirst().orElse(null);
        }

        private void use(Endpoint endpoint) {
            if (endpoint.stats().activeRequests().get() > endpoint.slots().limit()) {
                tooMany.incrementAndGet();
            }
            loop.execute(() -> {
                queue.giveBack(endpoint);
                run();
            });
        }
    }

    private Ticket wait(String name, @Nullable Endpoint server) {
        Ticket ticket = new Ticket(server, false, Runnable::run, waiter(name));
        assertThat(queue.enter(ticket, () -> null, 0)).isInstanceOf(Entry.Waiting.class);
        return ticket;
    }

    private Ticket.Waiter waiter(String name) {
        return new Ticket.Waiter() {
            @Override
            public void granted(Ticket ticket, Endpoint endpoint) {
                heard.add(name + "@" + endpoint.name() + "#" + ticket.position());
            }

            @Override
            public void expelled(Ticket ticket) {
                heard.add(name + " expelled");
            }
        };
    }

    private static Endpoint endpoint(String name, int limit) {
        Endpoint endpoint = new Endpoint(
                new EndpointId("app", name, name), name, InetSocketAddress.createUnresolved("192.0.2.1", 80), false);
        endpoint.slots().set(limit, true, true);
        return endpoint;
    }
}
