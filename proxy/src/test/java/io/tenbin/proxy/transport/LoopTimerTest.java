package io.tenbin.proxy.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoopTimerTest {
    private Transport transport;
    private EventLoop loop;

    @BeforeEach
    void start() {
        transport = Transport.start(Transport.Kind.NIO, 1);
        loop = transport.loops().next();
    }

    @AfterEach
    void stop() {
        transport.close();
    }

    @Test
    void a_timeout_never_expires_early_and_not_much_later_than_a_tick() throws Exception {
        List<Long> late = new CopyOnWriteArrayList<>();
        onLoop(() -> {
            LoopTimer timer = LoopTimer.of(loop);
            for (int millis = 0; millis < 600; millis += 7) {
                long due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
                timer.timeout(() -> late.add(System.nanoTime() - due)).start(Duration.ofMillis(millis));
            }
            return null;
        });

        await().until(() -> late.size() == 86);
        assertThat(late).allMatch(nanos -> nanos >= 0);
        // A tick is 100 ms; the rest is for a machine that is busy with other tests.
        assertThat(late).allMatch(nanos -> nanos < TimeUnit.MILLISECONDS.toNanos(600));
    }

    /** The loop is held up while it reads from one connection; meanwhile another one has said in time what it was asked for. */
    @Test
    void what_a_late_loop_has_not_read_yet_is_no_silence() throws Exception {
        long held = TimeUnit.MILLISECONDS.toNanos(350);
        CompletableFuture<String> outcome = new CompletableFuture<>();
        CountDownLatch reading = new CountDownLatch(1);
        try (ServerSocket server = new ServerSocket(0, 2, InetAddress.getLoopbackAddress())) {
            Channel holding = connect(server, new ChannelInboundHandlerAdapter() {
                @Override
                public void channelRead(ChannelHandlerContext ctx, Object message) {
                    ReferenceCountUtil.release(message);
                    reading.countDown();
                    long end = System.nanoTime() + held;
                    while (System.nanoTime() - end < 0) {
                        Thread.onSpinWait();
                    }
                }
            });
            Socket toHolding = server.accept();
            Channel asked = connect(server, new ChannelInboundHandlerAdapter() {
                @Override
                public void channelRead(ChannelHandlerContext ctx, Object message) {
                    ReferenceCountUtil.release(message);
                    outcome.complete("answered");
                }
            });
            Socket toAsked = server.accept();
            onLoop(() -> {
                LoopTimer.of(loop).timeout(() -> outcome.complete("expired")).start(Duration.ofMillis(150));
                return null;
            });
            toHolding.getOutputStream().write(1);
            reading.await();
            toAsked.getOutputStream().write(1);

            assertThat(outcome.get(10, TimeUnit.SECONDS)).isEqualTo("answered");
            toHolding.close();
            toAsked.close();
            holding.close().sync();
            asked.close().sync();
        }
    }

    private Channel connect(ServerSocket server, ChannelHandler handler) throws InterruptedException {
        return transport
                .client(loop)
                .handler(handler)
                .connect(server.getLocalSocketAddress())
                .sync()
                .channel();
    }

    @Test
    void starting_anew_moves_the_deadline_out_and_in() throws Exception {
        List<String> expired = new CopyOnWriteArrayList<>();
        onLoop(() -> {
            LoopTimer timer = LoopTimer.of(loop);
            Timeout out = timer.timeout(() -> expired.add("moved out"));
            Timeout in = timer.timeout(() -> expired.add("moved in"));
            Timeout between = timer.timeout(() -> expired.add("between"));
            out.start(Duration.ofMillis(10));
            out.start(Duration.ofMillis(700));
            in.start(Duration.ofMinutes(5));
            in.start(Duration.ofMillis(10));
            between.start(Duration.ofMillis(350));
            return null;
        });

        await().until(() -> expired.size() == 3);
        assertThat(expired).containsExactly("moved in", "between", "moved out");
    }

    @Test
    void a_stopped_one_does_not_expire_may_be_started_again_and_leaves_the_wheel_empty() throws Exception {
        AtomicInteger expired = new AtomicInteger();
        CompletableFuture<Void> later = new CompletableFuture<>();
        Timeout stopped = onLoop(() -> {
            Timeout timeout = LoopTimer.of(loop).timeout(expired::incrementAndGet);
            timeout.start(Duration.ofMillis(1));
            timeout.stop();
            LoopTimer.of(loop).timeout(() -> later.complete(null)).start(Duration.ofMillis(150));
            return timeout;
        });
        later.get(10, TimeUnit.SECONDS);
        assertThat(expired).hasValue(0);

        onLoop(() -> {
            stopped.start(Duration.ZERO);
            return null;
        });

        await().until(() -> expired.get() == 1);
        assertThat(onLoop(stopped::isRunning)).isFalse();
        assertThat(onLoop(() -> LoopTimer.of(loop).size())).isZero();
    }

    @Test
    void a_deadline_beyond_one_turn_of_the_wheel_is_not_met_in_the_first_turn() throws Exception {
        // 512 slots of 100 ms: this one lies in the slot that comes up within 200 ms, one turn later.
        AtomicInteger expired = new AtomicInteger();
        CompletableFuture<Void> passed = new CompletableFuture<>();
        Timeout far = onLoop(() -> {
            LoopTimer timer = LoopTimer.of(loop);
            Timeout timeout = timer.timeout(expired::incrementAndGet);
            timeout.start(Duration.ofMillis(51_200 + 100));
            timer.timeout(() -> passed.complete(null)).start(Duration.ofMillis(400));
            return timeout;
        });

        passed.get(10, TimeUnit.SECONDS);
        assertThat(expired).hasValue(0);
        assertThat(onLoop(far::isRunning)).isTrue();
    }

    @Test
    void an_expiry_may_start_and_stop_others_and_one_that_fails_stops_nobody() throws Exception {
        List<String> expired = new CopyOnWriteArrayList<>();
        onLoop(() -> {
            LoopTimer timer = LoopTimer.of(loop);
            List<Timeout> victims = new ArrayList<>();
            Timeout again = timer.timeout(() -> expired.add("again"));
            timer.timeout(() -> {
                        expired.add("first");
                        victims.forEach(Timeout::stop);
                        again.start(Duration.ZERO);
                        throw new IllegalStateException("on purpose");
                    })
                    .start(Duration.ofMillis(10));
            for (int i = 0; i < 3; i++) {
                Timeout victim = timer.timeout(() -> expired.add("victim"));
                victims.add(victim);
                victim.start(Duration.ofMillis(250));
            }
            timer.timeout(() -> expired.add("last")).start(Duration.ofMillis(450));
            return null;
        });

        await().until(() -> expired.contains("last"));
        assertThat(expired).containsExactly("first", "again", "last");
    }

    @Test
    void timers_are_for_the_loops_own_thread_and_one_for_each() throws Exception {
        assertThatThrownBy(() -> LoopTimer.of(loop)).isInstanceOf(IllegalStateException.class);
        assertThat(onLoop(() -> LoopTimer.of(loop))).isSameAs(onLoop(() -> LoopTimer.of(loop)));
    }

    private <T> T onLoop(Callable<T> task) throws Exception {
        return loop.submit(task).get(10, TimeUnit.SECONDS);
    }
}
