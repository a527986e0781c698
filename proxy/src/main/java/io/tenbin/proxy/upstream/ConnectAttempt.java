package io.tenbin.proxy.upstream;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.tenbin.proxy.tls.ServerTls;
import io.tenbin.proxy.tls.TlsFault;
import io.tenbin.proxy.transport.LoopTimer;
import io.tenbin.proxy.transport.Timeout;
import java.net.BindException;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A connect under way, with all that comes before the first byte of work. Belongs to its event loop's thread.
 *
 * <pre>
 *   room --&gt; connect --&gt; preface --&gt; handshake --&gt; told to its listener
 *   each --failed, its time is up, given up--&gt; ended
 * </pre>
 */
public final class ConnectAttempt implements Attempt, ServerTls.Listener {
    private final EventLoop loop;
    private final Endpoint endpoint;
    private final Opening opening;
    private final ConnectListener<Channel> listener;
    private final Timeout timeout;
    private Endpoint.@Nullable Registration registration;
    private @Nullable Runnable room;
    private @Nullable Channel channel;
    private boolean handshaking;
    private boolean ended;

    ConnectAttempt(EventLoop loop, Endpoint endpoint, Opening opening, ConnectListener<Channel> listener) {
        this.loop = loop;
        this.endpoint = endpoint;
        this.opening = opening;
        this.listener = listener;
        this.timeout = LoopTimer.of(loop).timeout(() -> fail(ConnectFailure.TIMED_OUT));
    }

    /** @param connect begins to connect, once there may be another connection */
    void begin(Duration limit, Supplier<ChannelFuture> connect) {
        timeout.start(limit);
        registration = endpoint.onRetired(() -> loop.execute(() -> fail(ConnectFailure.RETIRED)));
        Runnable later = () -> loop.execute(() -> connect(connect));
        room = later;
        if (endpoint.connections().request(later)) {
            connect(connect);
        }
    }

    private void connect(Supplier<ChannelFuture> connect) {
        if (ended) {
            endpoint.connections().ended();
            return;
        }
        ChannelFuture connecting = connect.get();
        channel = connecting.channel();
        // A failure hops: without a socket it comes on another thread, or from within this very call.
        connecting.addListener(done -> {
            if (done.isSuccess()) {
                connecting
                        .channel()
                        .closeFuture()
                        .addListener(closed -> endpoint.connections().ended());
                connected();
            } else {
                endpoint.connections().ended();
                loop.execute(() -> connectFailed(done.cause()));
            }
        });
    }

    @Override
    public void cancel() {
        if (end()) {
            close();
        }
    }

    /** Whether there are as many connections as may be, so that it has not begun. */
    boolean waitsForRoom() {
        return channel == null && !ended;
    }

    private void close() {
        if (channel != null) {
            channel.close();
        }
    }

    private void connected() {
        Channel connected = channel;
        if (ended || connected == null) {
            // Given up just before: the socket was closed then.
            return;
        }
        if (opening.preface() != null) {
            opening.preface().send(connected);
        }
        ServerTls tls = opening.tls();
        if (tls == null) {
            stands(connected);
        } else {
            handshaking = true;
            tls.begin(connected, endpoint.id().server(), endpoint.address(), this);
        }
    }

    @Override
    public void trusted() {
        Channel connected = channel;
        if (!ended && connected != null) {
            stands(connected);
        }
    }

    @Override
    public void proven() {
        endpoint.tls().ended(null);
    }

    @Override
    public void failed(TlsFault fault) {
        if (ended && handshaking) {
            // Given up.
            return;
        }
        count(fault);
        if (!ended) {
            fail(ConnectFailure.TLS_FAILED);
        }
    }

    /** TLS stands, but what is needed above it does not. */
    void wanting(TlsFault fault) {
        count(fault);
    }

    private void count(TlsFault fault) {
        ServerTls tls = opening.tls();
        if (tls != null) {
            tls.failures().of(fault.failure()).increment();
            endpoint.tls().ended(fault);
        }
    }

    private void stands(Channel connected) {
        handshaking = false;
        end();
        endpoint.connected();
        endpoint.stats().activeConnections().incrementAndGet();
        connected
                .closeFuture()
                .addListener(closed -> endpoint.stats().activeConnections().decrementAndGet());
        listener.connected(connected);
    }

    private void connectFailed(Throwable cause) {
        boolean ours = cause instanceof BindException || cause instanceof ChannelException || cause instanceof Error;
        fail(ours ? ConnectFailure.NO_RESOURCES : ConnectFailure.REFUSED);
    }

    private void fail(ConnectFailure failure) {
        if (!end()) {
            return;
        }
        switch (failure) {
            case REFUSED -> endpoint.connectFailed(System.nanoTime());
            case TLS_FAILED -> {
                endpoint.connectFailed(System.nanoTime());
                close();
            }
            case TIMED_OUT -> {
                if (handshaking) {
                    count(TlsFault.timedOut());
                }
                // Without a channel it was never asked.
                if (channel != null) {
                    endpoint.connectFailed(System.nanoTime());
                }
                close();
            }
            case RETIRED -> close();
            case NOT_HTTP2, NO_RESOURCES -> {}
        }
        listener.connectFailed(failure);
    }

    private boolean end() {
        if (ended) {
            return false;
        }
        ended = true;
        timeout.stop();
        if (channel == null && room != null) {
            endpoint.connections().withdraw(room);
        }
        if (registration != null) {
            registration.close();
        }
        return true;
    }
}
