package io.tenbin.proxy.upstream;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.tenbin.proxy.transport.LoopTimer;
import io.tenbin.proxy.transport.Timeout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one event loop to one endpoint that speaks HTTP/2, and those that are being opened. Exchanges share the first
 * that has room, so that others can end; another one is opened when all are full. Who comes while one is opened waits for that, as
 * many as it will have room for.
 */
final class Http2Pool implements Http2Dial.Owner, EndpointConnections.Yielding {
    /** A server says when it ends a connection, and what it has not seen then: no need to hurry, but for those who say nothing. */
    private static final long IDLE_NANOS = Duration.ofSeconds(30).toNanos();

    private final Endpoint endpoint;
    private final EventLoop loop;
    private final Http2Dial.Dialler dialler;
    private final List<Http2Connection> open = new ArrayList<>(1);
    private final List<Http2Dial> dials = new ArrayList<>(1);
    private final Endpoint.Registration registration;
    private final Timeout expiry;
    private final @Nullable Function<Channel, ServerStream> http1;
    private boolean choosesHttp1;
    private boolean closed;

    /**
     * Empty.
     *
     * @param http1 makes a connection of a channel whose server has chosen HTTP/1.1; null if that will not do
     * @param onRetired called on any thread when the endpoint retires
     */
    Http2Pool(
            Endpoint endpoint,
            LoopTimer timer,
            Http2Dial.Dialler dialler,
            @Nullable Function<Channel, ServerStream> http1,
            Runnable onRetired) {
        this.http1 = http1;
        this.endpoint = endpoint;
        this.loop = timer.loop();
        this.dialler = dialler;
        this.expiry = timer.timeout(this::expire);
        this.registration = endpoint.onRetired(onRetired);
        endpoint.connections().add(this);
    }

    /** A stream on a connection that stands; null if none has room. */
    @Nullable
    Http2ServerStream take() {
        for (int i = 0; i < open.size(); i++) {
            if (open.get(i).hasRoom()) {
                return use(open.get(i));
            }
        }
        return null;
    }

    /**
     * Waits for a connection that is being opened, or opens one.
     *
     * @param alone whether it is to carry this exchange and no other
     */
    Attempt open(Duration timeout, boolean alone, ConnectListener<ServerStream> listener) {
        Http2Dial.Waiter waiter = new Http2Dial.Waiter(listener, timeout, alone);
        place(waiter);
        return waiter;
    }

    private void place(Http2Dial.Waiter waiter) {
        for (Http2Dial dial : dials) {
            if (!choosesHttp1 && dial.join(waiter)) {
                return;
            }
        }
        Http2Dial dial = new Http2Dial(endpoint, loop, this);
        dials.add(dial);
        dial.join(waiter);
        dial.begin(dialler, waiter.timeout());
    }

    /** Closes what is idle, and the rest when it becomes so. */
    void close() {
        closed = true;
        registration.close();
        endpoint.connections().remove(this);
        expiry.stop();
        List.copyOf(open).forEach(this::drain);
    }

    @Override
    public void dialled(Http2Dial dial, Http2Connection connection) {
        dials.remove(dial);
        choosesHttp1 = false;
        open.add(connection);
        boolean alone = dial.isForOne();
        while (dial.hasWaiters() && connection.hasRoom()) {
            dial.next().listener().connected(use(connection));
        }
        List<Http2Dial.Waiter> others = dial.rest();
        if (alone || closed) {
            drain(connection);
        } else {
            restIfUnused(connection);
        }
        // There are more of them than the server takes streams.
        others.forEach(this::place);
    }

    @Override
    public boolean takesHttp1() {
        return http1 != null;
    }

    /** For one of those who wait. The others need connections of their own now. */
    @Override
    public void http1(Http2Dial dial, Channel channel) {
        dials.remove(dial);
        choosesHttp1 = true;
        if (http1 == null || !dial.hasWaiters()) {
            channel.close();
            return;
        }
        Http2Dial.Waiter first = dial.next();
        List<Http2Dial.Waiter> others = dial.rest();
        first.listener().connected(http1.apply(channel));
        others.forEach(this::place);
    }

    @Override
    public void ended(Http2Dial dial) {
        dials.remove(dial);
    }

    @Override
    public void hasRoom(Http2Connection connection) {
        if (dials.isEmpty()) {
            restIfUnused(connection);
        } else {
            // Not from within the end of another exchange.
            loop.execute(() -> {
                serveWaiters();
                restIfUnused(connection);
            });
        }
    }

    private void restIfUnused(Http2Connection connection) {
        if (connection.isUnused() && open.contains(connection)) {
            rest(connection);
        }
    }

    @Override
    public void spent(Http2Connection connection) {
        if (open.remove(connection)) {
            resume(connection);
        }
    }

    /** Who waits for a connection for which there is no room need not, if a stream has ended on one that stands. */
    private void serveWaiters() {
        for (Http2Dial dial : List.copyOf(dials)) {
            while (dial.hasWaiters() && dial.waitsForRoom() && !dial.isForOne()) {
                Http2ServerStream stream = take();
                if (stream == null) {
                    return;
                }
                dial.next().listener().connected(stream);
            }
            dial.endIfUnwanted();
        }
    }

    @Override
    public void giveWay() {
        loop.execute(() -> {
            int needed = endpoint.connections().needed();
            List<Http2Connection> unused =
                    open.stream().filter(Http2Connection::idle).toList();
            unused.stream().limit(needed).forEach(this::drain);
            if (dials.isEmpty()) {
                // One that is used is never idle, as long as it gets more to do.
                List.copyOf(open).stream()
                        .limit(Math.max(0, needed - unused.size()))
                        .forEach(this::drain);
            }
        });
    }

    private Http2ServerStream use(Http2Connection connection) {
        resume(connection);
        return connection.stream();
    }

    /** Keeps it, unless there are as many idle ones as may be, or its place is needed. */
    private void rest(Http2Connection connection) {
        if (connection.idle()) {
            return;
        }
        if (!endpoint.connections().keep()) {
            drain(connection);
            return;
        }
        long now = System.nanoTime();
        connection.idle(true, now);
        if (!expiry.isRunning()) {
            expiry.startAt(now, IDLE_NANOS);
        }
    }

    private void resume(Http2Connection connection) {
        if (connection.idle()) {
            connection.idle(false, 0);
            endpoint.connections().resumed();
        }
    }

    private void drain(Http2Connection connection) {
        spent(connection);
        connection.drain();
    }

    private void expire() {
        long now = System.nanoTime();
        long next = 0;
        for (Http2Connection connection : List.copyOf(open)) {
            long left = IDLE_NANOS - (now - connection.idleSince());
            if (connection.idle() && left <= 0) {
                drain(connection);
            } else if (connection.idle()) {
                next = next == 0 ? left : Math.min(next, left);
            }
        }
        if (next > 0) {
            expiry.startAt(now, next);
        }
    }
}
