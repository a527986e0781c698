package io.tenbin.proxy.tcp;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.tenbin.config.ServerTimeoutsConfig;
import io.tenbin.proxy.balance.BalanceInput;
import io.tenbin.proxy.listener.ListenerContext;
import io.tenbin.proxy.snapshot.Member;
import io.tenbin.proxy.snapshot.TcpListenerView;
import io.tenbin.proxy.transport.LoopTimer;
import io.tenbin.proxy.transport.Timeout;
import io.tenbin.proxy.transport.Transport;
import io.tenbin.proxy.upstream.Endpoint;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * From the accept to a connection to an endpoint, over as many endpoints as retries allow. Nothing was read from the client
 * yet, so trying again is always safe. Belongs to the session's event loop.
 *
 * <pre>
 *   attempt ──connected──> done
 *      │  ^
 *      │  └── another endpoint at once, or the same ones after a pause   (refused, timed out: counts as a retry)
 *      │  └── another endpoint at once                                   (it retired meanwhile: does not count)
 *      └──no retry left, or no endpoint──> failed
 * </pre>
 */
final class Connecting {
    /** HAProxy waits this long, or the connect timeout if shorter, before it tries the same server again (retries). */
    private static final Duration TURN_AROUND = Duration.ofSeconds(1);

    /** Nothing is read before the relay begins, and an attempt that was given up has nothing to tell the session. */
    private static final ChannelHandler NOTHING = new Nothing();

    private final Transport transport;
    private final TcpSession session;
    private final ListenerContext listener;
    private final BalanceInput input;
    private final Timeout pause;
    private final Set<Endpoint> tried = new HashSet<>();
    private TcpListenerView view;
    private int failures;
    private boolean lastTimedOut;
    private @Nullable Attempt attempt;

    Connecting(Transport transport, TcpSession session, ListenerContext listener, TcpListenerView view) {
        this.transport = transport;
        this.session = session;
        this.listener = listener;
        this.view = view;
        this.input = BalanceInput.of(((InetSocketAddress) session.downstream().remoteAddress()).getAddress());
        this.pause = LoopTimer.of(session.loop()).timeout(this::next);
    }

    /** Tries the next endpoint. */
    void next() {
        // A retry sees what discovery found since the connection was accepted.
        TcpListenerView now = listener.live().current().tcpListener(listener.name());
        view = now == null ? view : now;
        Member member = view.backend().choose(input, tried);
        if (member != null) {
            attempt = new Attempt(member.endpoint());
            attempt.start();
        } else if (tried.isEmpty()) {
            fail();
        } else {
            tried.clear();
            Duration connect = timeouts().connect();
            pause.start(connect.compareTo(TURN_AROUND) < 0 ? connect : TURN_AROUND);
        }
    }

    /** The client has gone, or its time is up. */
    void cancel() {
        pause.stop();
        if (attempt != null) {
            attempt.abandon();
        }
    }

    private void failed(Endpoint endpoint) {
        tried.add(endpoint);
        if (failures >= view.backend().config().retries()) {
            fail();
        } else {
            failures++;
            view.backend().stats().retries().increment();
            next();
        }
    }

    private void fail() {
        session.notConnected(lastTimedOut);
    }

    private ServerTimeoutsConfig timeouts() {
        return view.backend().config().timeouts();
    }

    @Sharable
    private static final class Nothing extends ChannelInboundHandlerAdapter {
        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }

    /** One connect to one endpoint. */
    private final class Attempt {
        private final Endpoint endpoint;
        private final Timeout timeout;
        private boolean settled;
        private @Nullable Channel channel;
        private Endpoint.@Nullable Registration retirement;

        Attempt(Endpoint endpoint) {
            this.endpoint = endpoint;
            this.timeout = LoopTimer.of(session.loop()).timeout(this::timedOut);
        }

        void start() {
            session.attempt(endpoint);
            endpoint.stats().activeRequests().incrementAndGet();
            ChannelFuture connect = transport
                    .client(session.loop())
                    .option(ChannelOption.AUTO_READ, false)
                    .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
                    .option(ChannelOption.WRITE_BUFFER_WATER_MARK, waterMarks())
                    .handler(NOTHING)
                    .connect(endpoint.address());
            channel = connect.channel();
            timeout.start(timeouts().connect());
            retirement = endpoint.onRetired(() -> session.loop().execute(this::retired));
            connect.addListener(future -> connected(connect));
        }

        private void connected(ChannelFuture connect) {
            if (settled) {
                connect.channel().close();
            } else if (connect.isSuccess()) {
                settle();
                endpoint.connected();
                session.connected(connect.channel(), endpoint);
            } else {
                refused(connect.cause());
            }
        }

        private void refused(Throwable cause) {
            settle();
            release();
            lastTimedOut = false;
            if (cause instanceof SocketException) {
                endpoint.connectFailed(System.nanoTime());
            } else {
                // Not the endpoint's fault: no descriptor or no port is left here.
                endpoint.stats().connectFailures().increment();
            }
            failed(endpoint);
        }

        private void timedOut() {
            abandon();
            lastTimedOut = true;
            endpoint.connectFailed(System.nanoTime());
            failed(endpoint);
        }

        private void retired() {
            if (!settled) {
                abandon();
                tried.add(endpoint);
                next();
            }
        }

        void abandon() {
            if (!settled) {
                settle();
                release();
                if (channel != null) {
                    channel.close();
                }
            }
        }

        private void settle() {
            settled = true;
            timeout.stop();
            if (retirement != null) {
                retirement.close();
            }
        }

        private void release() {
            endpoint.stats().activeRequests().decrementAndGet();
        }

        private WriteBufferWaterMark waterMarks() {
            return session.downstream().config().getWriteBufferWaterMark();
        }
    }
}
