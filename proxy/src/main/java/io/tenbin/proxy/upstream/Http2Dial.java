package io.tenbin.proxy.upstream;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.tenbin.proxy.tls.ServerTls;
import io.tenbin.proxy.tls.TlsFailure;
import io.tenbin.proxy.tls.TlsFault;
import io.tenbin.proxy.transport.LoopTimer;
import io.tenbin.proxy.transport.Timeout;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A connection of HTTP/2 that is being opened, and the exchanges that wait for streams on it. It stands when the server has told its
 * settings: only then it is known that the server speaks HTTP/2, and how many streams it takes. Nothing of a request is sent before
 * that, so that all who wait can go elsewhere if it fails.
 */
final class Http2Dial implements ConnectListener<Channel>, Http2Connection.Owner {
    /** RFC 9113 section 3.2. */
    private static final String HTTP2 = "h2";

    private static final TlsFault NOT_CHOSEN =
            new TlsFault(TlsFailure.NOTHING_IN_COMMON, "the server does not choose HTTP/2 (ALPN h2)");

    private final Endpoint endpoint;
    private final Owner owner;
    private final Timeout timeout;
    private final Deque<Waiter> waiters = new ArrayDeque<>();
    private @Nullable ConnectAttempt attempt;
    private @Nullable Channel channel;
    private long deadline;
    private boolean ended;

    /** Whose connection it will be. */
    interface Owner {
        /** It stands. */
        void dialled(Http2Dial dial, Http2Connection connection);

        /** Whether HTTP/1.1 will do as well. */
        boolean takesHttp1();

        /** The server has chosen HTTP/1.1, which will do. */
        void http1(Http2Dial dial, Channel channel);

        /** It has failed, or nobody wants it any more. */
        void ended(Http2Dial dial);

        /** As {@link Http2Connection.Owner#hasRoom}. */
        void hasRoom(Http2Connection connection);

        /** As {@link Http2Connection.Owner#spent}. */
        void spent(Http2Connection connection);
    }

    /** Begins to connect. */
    interface Dialler {
        ConnectAttempt dial(Duration timeout, ConnectListener<Channel> listener);
    }

    /** An exchange that waits. */
    static final class Waiter implements Attempt {
        private final ConnectListener<ServerStream> listener;
        private final Duration timeout;
        private final boolean alone;
        private @Nullable Http2Dial dial;

        /** @param alone whether it shares its connection with no other */
        Waiter(ConnectListener<ServerStream> listener, Duration timeout, boolean alone) {
            this.listener = listener;
            this.timeout = timeout;
            this.alone = alone;
        }

        ConnectListener<ServerStream> listener() {
            return listener;
        }

        Duration timeout() {
            return timeout;
        }

        @Override
        public void cancel() {
            if (dial != null) {
                dial.leave(this);
                dial = null;
            }
        }
    }

    Http2Dial(Endpoint endpoint, EventLoop loop, Owner owner) {
        this.endpoint = endpoint;
        this.owner = owner;
        this.timeout = LoopTimer.of(loop).timeout(() -> failed(ConnectFailure.TIMED_OUT));
    }

    /** Waits here, unless as many do as there is room for. To be called once before {@link #begin}. */
    boolean join(Waiter waiter) {
        boolean full = waiters.size() >= Http2Connection.MOST_STREAMS;
        if (ended || full || (!waiters.isEmpty() && (waiter.alone || isForOne()))) {
            return false;
        }
        waiters.add(waiter);
        waiter.dial = this;
        return true;
    }

    void begin(Dialler dialler, Duration limit) {
        deadline = System.nanoTime() + limit.toNanos();
        attempt = dialler.dial(limit, this);
    }

    boolean isForOne() {
        return waiters.size() == 1 && waiters.getFirst().alone;
    }

    /** Whether another connection has to end first. */
    boolean waitsForRoom() {
        return attempt != null && attempt.waitsForRoom();
    }

    boolean hasWaiters() {
        return !waiters.isEmpty();
    }

    /** Who has waited longest, and does so no longer. */
    Waiter next() {
        Waiter next = waiters.removeFirst();
        next.dial = null;
        return next;
    }

    /** All who are left. */
    List<Waiter> rest() {
        List<Waiter> rest = new ArrayList<>(waiters);
        waiters.clear();
        rest.forEach(waiter -> waiter.dial = null);
        return rest;
    }

    /** Gives it up if nobody waits. */
    void endIfUnwanted() {
        if (!waiters.isEmpty() || ended) {
            return;
        }
        end();
        Objects.requireNonNull(attempt).cancel();
        if (channel != null) {
            channel.close();
        }
        owner.ended(this);
    }

    @Override
    public void connected(Channel connected) {
        channel = connected;
        if (ServerTls.protects(connected) && !HTTP2.equals(ServerTls.protocol(connected))) {
            anotherProtocol(connected);
            return;
        }
        timeout.start(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
        Http2Connection.begin(connected, endpoint, this);
    }

    /** The server has not chosen HTTP/2. */
    private void anotherProtocol(Channel connected) {
        if (owner.takesHttp1()) {
            end();
            owner.http1(this, connected);
        } else {
            Objects.requireNonNull(attempt).wanting(NOT_CHOSEN);
            failed(ConnectFailure.NOT_HTTP2);
        }
    }

    @Override
    public void connectFailed(ConnectFailure failure) {
        tell(failure);
    }

    @Override
    public void stands(Http2Connection connection) {
        if (!ended) {
            end();
            owner.dialled(this, connection);
        }
    }

    @Override
    public void failed(ConnectFailure failure) {
        if (ended) {
            return;
        }
        if (channel != null) {
            channel.close();
        }
        endpoint.connectFailed(System.nanoTime());
        tell(failure);
    }

    @Override
    public void hasRoom(Http2Connection connection) {
        owner.hasRoom(connection);
    }

    @Override
    public void spent(Http2Connection connection) {
        owner.spent(connection);
    }

    private void tell(ConnectFailure failure) {
        end();
        owner.ended(this);
        rest().forEach(waiter -> waiter.listener.connectFailed(failure));
    }

    private void leave(Waiter waiter) {
        waiters.remove(waiter);
        endIfUnwanted();
    }

    private void end() {
        ended = true;
        timeout.stop();
    }
}
