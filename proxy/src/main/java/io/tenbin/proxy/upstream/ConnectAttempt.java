package io.tenbin.proxy.upstream;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.tenbin.proxy.transport.LoopTimer;
import io.tenbin.proxy.transport.Timeout;
import java.net.BindException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A connect under way. Ends in one of three ways: told to its listener, or given up. Belongs to its event loop's thread. */
public final class ConnectAttempt {
    private final EventLoop loop;
    private final Endpoint endpoint;
    private final ConnectListener<Channel> listener;
    private final Timeout timeout;
    private Endpoint.@Nullable Registration registration;
    private @Nullable Channel channel;
    private boolean ended;

    ConnectAttempt(EventLoop loop, Endpoint endpoint, ConnectListener<Channel> listener) {
        this.loop = loop;
        this.endpoint = endpoint;
        this.listener = listener;
        this.timeout = LoopTimer.of(loop).timeout(() -> fail(ConnectFailure.TIMED_OUT));
    }

    void begin(Duration limit, ChannelFuture connect) {
        channel = connect.channel();
        timeout.start(limit);
        registration = endpoint.onRetired(() -> loop.execute(() -> fail(ConnectFailure.RETIRED)));
        // A failure hops: without a socket it comes on another thread, or from within this very call.
        connect.addListener(done -> {
            if (done.isSuccess()) {
                connected();
            } else {
                loop.execute(() -> connectFailed(done.cause()));
            }
        });
    }

    /** Gives it up: the listener hears nothing more. Without effect once it has ended. */
    public void cancel() {
        if (end()) {
            close();
        }
    }

    private void close() {
        if (channel != null) {
            channel.close();
        }
    }

    private void connected() {
        if (ended) {
            // Given up just before: the socket was closed then.
            return;
        }
        end();
        endpoint.connected();
        Channel connected = channel;
        if (connected != null) {
            endpoint.stats().activeConnections().incrementAndGet();
            connected
                    .closeFuture()
                    .addListener(closed -> endpoint.stats().activeConnections().decrementAndGet());
            listener.connected(connected);
        }
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
            case TIMED_OUT -> {
                endpoint.connectFailed(System.nanoTime());
                close();
            }
            case RETIRED -> close();
            case NO_RESOURCES -> {}
        }
        listener.connectFailed(failure);
    }

    private boolean end() {
        if (ended) {
            return false;
        }
        ended = true;
        timeout.stop();
        if (registration != null) {
            registration.close();
        }
        return true;
    }
}
