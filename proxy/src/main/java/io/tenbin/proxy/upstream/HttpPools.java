package io.tenbin.proxy.upstream;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.tenbin.proxy.tls.ServerTls;
import io.tenbin.proxy.transport.LoopTimer;
import java.time.Duration;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Connections to servers, idle ones to be used again and new ones: those of an event loop, or of one client where servers are told
 * who that is. A connection never leaves its loop. Belongs to the loop's thread.
 */
public final class HttpPools {
    /** What speaks comes when the connection stands. */
    private static final ChannelHandler NOTHING = new Nothing();

    private final EventLoop loop;
    private final UpstreamConnector connector;
    private final LoopTimer timer;
    private final @Nullable Preface preface;
    private final IdentityHashMap<Endpoint, HttpPool> pools = new IdentityHashMap<>();
    private final Map<Place, Http2Pool> multiplexed = new HashMap<>();
    private boolean closed;

    /**
     * Where streams are multiplexed, and under which rules.
     *
     * @param http1 whether HTTP/1.1 will do as well
     */
    private record Place(Endpoint endpoint, @Nullable ServerTls tls, boolean http1) {}

    /**
     * Empty.
     *
     * @param preface what the connections begin with; null for nothing
     * @throws IllegalStateException on another thread than the loop's
     */
    public HttpPools(EventLoop loop, UpstreamConnector connector, @Nullable Preface preface) {
        this.loop = loop;
        this.connector = connector;
        this.preface = preface;
        this.timer = LoopTimer.of(loop);
    }

    /**
     * A connection that stands, or a stream on one.
     *
     * @param nanoTime now, of {@link System#nanoTime}
     * @param tls with which it must have been opened; others end
     * @return null if there is none that will do
     */
    public @Nullable ServerStream idle(Endpoint endpoint, @Nullable ServerTls tls, Demand demand, long nanoTime) {
        if (demand.reuse() == Reuse.NONE) {
            return null;
        }
        if (demand.mayMultiplex(tls != null)) {
            Http2Pool pool = multiplexed.get(new Place(endpoint, tls, demand.mayBeHttp1()));
            ServerStream stream = pool == null ? null : pool.take();
            if (stream != null || !demand.mayBeHttp1()) {
                return stream;
            }
        }
        HttpPool pool = pools.get(endpoint);
        return pool == null ? null : pool.take(nanoTime, demand.reuse(), tls);
    }

    /**
     * Opens a connection. One that nobody wants any more when it stands is not kept: cancel the attempt.
     *
     * @param tls that begins with it; null for none
     */
    public Attempt open(
            Endpoint endpoint,
            @Nullable ServerTls tls,
            Demand demand,
            Duration timeout,
            ConnectListener<ServerStream> listener) {
        if (demand.mayMultiplex(tls != null)) {
            return multiplexed(new Place(endpoint, tls, demand.mayBeHttp1()))
                    .open(timeout, demand.reuse() == Reuse.NONE, listener);
        }
        ChannelHandler handlers = new ChannelInitializer<SocketChannel>() {
            @Override
            protected void initChannel(SocketChannel channel) {
                Http1Connection connection = new Http1Connection(channel, endpoint, tls, HttpPools.this);
                channel.pipeline().addLast(connection.decoder(), connection);
            }
        };
        Opening opening = new Opening(preface, tls);
        return connector.connect(loop, endpoint, timeout, handlers, opening, new ConnectListener<>() {
            @Override
            public void connected(Channel channel) {
                listener.connected(channel.pipeline().get(Http1Connection.class));
            }

            @Override
            public void connectFailed(ConnectFailure failure) {
                listener.connectFailed(failure);
            }
        });
    }

    /** Closes what is idle, and does not keep what becomes so. */
    public void close() {
        closed = true;
        pools.values().forEach(HttpPool::close);
        pools.clear();
        multiplexed.values().forEach(Http2Pool::close);
        multiplexed.clear();
    }

    /** An exchange has ended, and its connection can have another. */
    void release(Http1Connection connection) {
        Endpoint endpoint = connection.endpoint();
        if (closed || endpoint.retired()) {
            connection.discard();
            return;
        }
        pools.computeIfAbsent(endpoint, key -> new HttpPool(key, timer, () -> loop.execute(() -> retire(key))))
                .put(connection, System.nanoTime());
    }

    void forget(Http1Connection connection) {
        HttpPool pool = pools.get(connection.endpoint());
        if (pool != null) {
            pool.remove(connection);
        }
    }

    private Http2Pool multiplexed(Place place) {
        Endpoint endpoint = place.endpoint;
        Http2Pool pool = multiplexed.get(place);
        if (pool == null) {
            // By other rules of TLS nothing new begins there.
            closeMultiplexed(endpoint);
            Opening opening = new Opening(preface, place.tls);
            pool = new Http2Pool(
                    endpoint,
                    timer,
                    (timeout, listener) -> connector.connect(loop, endpoint, timeout, NOTHING, opening, listener),
                    place.http1 ? channel -> http1(channel, place) : null,
                    () -> loop.execute(() -> retire(endpoint)));
            if (closed) {
                pool.close();
            } else {
                multiplexed.put(place, pool);
            }
        }
        return pool;
    }

    private Http1Connection http1(Channel channel, Place place) {
        Http1Connection connection = new Http1Connection((SocketChannel) channel, place.endpoint, place.tls, this);
        // What it did with failures is the connection's now.
        channel.pipeline().remove(NOTHING);
        channel.pipeline().addLast(connection.decoder(), connection);
        return connection;
    }

    private void closeMultiplexed(Endpoint endpoint) {
        multiplexed.entrySet().removeIf(entry -> {
            boolean there = entry.getKey().endpoint == endpoint;
            if (there) {
                entry.getValue().close();
            }
            return there;
        });
    }

    private void retire(Endpoint endpoint) {
        HttpPool pool = pools.remove(endpoint);
        if (pool != null) {
            pool.close();
        }
        closeMultiplexed(endpoint);
    }

    @Sharable
    private static final class Nothing extends ChannelInboundHandlerAdapter {
        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }
}
