package io.tenbin.proxy.health;

import io.netty.channel.EventLoop;
import io.tenbin.config.CheckTiming;
import io.tenbin.config.HealthCheckConfig;
import io.tenbin.config.HealthProbe;
import io.tenbin.config.InitialState;
import io.tenbin.proxy.transport.Transport;
import io.tenbin.proxy.upstream.CheckStatus;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Single checks of ports of this machine, and how they end. */
final class ProbeVerdicts {
    private ProbeVerdicts() {}

    /** A verdict. */
    record Seen(CheckStatus status, int code, String info) {}

    static Seen check(Transport transport, int port, HealthProbe probe) throws Exception {
        EventLoop loop = transport.loops().next();
        CompletableFuture<Seen> verdict = new CompletableFuture<>();
        loop.execute(() -> begin(transport, loop, port, probe, verdict));
        return verdict.get(10, TimeUnit.SECONDS);
    }

    /** On the loop. */
    static Prober.Run begin(
            Transport transport, EventLoop loop, int port, HealthProbe probe, CompletableFuture<Seen> verdict) {
        return new SocketProber(transport)
                .begin(
                        loop,
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                        new CheckPlan(config(probe), "a", null),
                        new Prober.Verdict() {
                            @Override
                            public void ended(CheckStatus status, int code, String info) {
                                verdict.complete(new Seen(status, code, info));
                            }

                            @Override
                            public void impossible(Throwable cause) {
                                verdict.completeExceptionally(cause);
                            }
                        });
    }

    private static HealthCheckConfig config(HealthProbe probe) {
        Duration second = Duration.ofSeconds(1);
        return new HealthCheckConfig(
                probe, new CheckTiming(second, second, second, second), 3, 2, InitialState.UP, null, null, false);
    }
}
