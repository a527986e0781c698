package io.tenbin.proxy.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.tenbin.proxy.listener.ListenerStats;
import io.tenbin.proxy.tls.HalfClose;
import io.tenbin.proxy.upstream.Endpoint;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a relayed connection, both ways. A side that pauses reading does so because the other one cannot be written to:
 * memory per direction is bounded by the water marks. A FIN is passed on behind the bytes before it, and the other direction goes
 * on. Belongs to one event loop.
 */
final class Relay {
    private final Channel downstream;
    private final ListenerStats stats;
    private final Runnable onActivity;
    private final Flow fromClient = new Flow();
    private final Flow fromServer = new Flow();

    /**
     * What came before the server was reached. Reading is off then, but epoll reads once more when a FIN arrives: as much as
     * one read gives.
     */
    private final Queue<ByteBuf> early = new ArrayDeque<>(0);

    private @Nullable Channel upstream;
    private @Nullable Endpoint endpoint;

    /** One direction. */
    private static final class Flow {
        private long bytes;
        private long batch;
        private boolean finished;
    }

    /** @param onActivity called when bytes have moved */
    Relay(Channel downstream, ListenerStats stats, Runnable onActivity) {
        this.downstream = downstream;
        this.stats = stats;
        this.onActivity = onActivity;
    }

    /** The server is reached: from now on bytes pass. */
    void begin(Channel connected, @Nullable Endpoint reached) {
        upstream = connected;
        endpoint = reached;
    }

    /** Passes on what came before, and reads from both sides. */
    void flow() {
        Channel server = upstream;
        if (server == null) {
            return;
        }
        for (ByteBuf bytes = early.poll(); bytes != null; bytes = early.poll()) {
            read(Side.CLIENT, bytes);
        }
        readComplete(Side.CLIENT);
        if (fromClient.finished) {
            passOnEnd(server);
        }
        server.config().setAutoRead(true);
        downstream.config().setAutoRead(server.isWritable());
    }

    void read(Side side, ByteBuf bytes) {
        Channel peer = channel(side.other());
        if (peer == null) {
            early.add(bytes);
            return;
        }
        flow(side).batch += bytes.readableBytes();
        peer.write(bytes);
        if (!peer.isWritable()) {
            pause(side);
        }
    }

    void readComplete(Side side) {
        Flow flow = flow(side);
        Channel peer = channel(side.other());
        if (peer == null || flow.batch == 0) {
            return;
        }
        count(side, flow.batch);
        flow.bytes += flow.batch;
        flow.batch = 0;
        onActivity.run();
        peer.flush();
    }

    /** A side can be written to again, or cannot any more: the other one is read accordingly. */
    void writabilityChanged(Side side) {
        Channel source = channel(side.other());
        Channel target = channel(side);
        if (source != null && target != null && upstream != null) {
            if (target.isWritable()) {
                onActivity.run();
                source.config().setAutoRead(true);
            } else {
                pause(side.other());
            }
        }
    }

    /**
     * A FIN arrived, which is passed on unless both sides have sent theirs.
     *
     * @return whether both have
     */
    boolean finished(Side side) {
        flow(side).finished = true;
        Channel peer = channel(side.other());
        boolean both = flow(side.other()).finished;
        if (peer != null && !both) {
            passOnEnd(peer);
        }
        return both;
    }

    /** Whether the client has sent nothing so far. To be asked before the server is reached. */
    boolean silent() {
        return early.isEmpty();
    }

    long bytesToClient() {
        return fromServer.bytes;
    }

    /** Lets go of what never reached a server. */
    void release() {
        early.forEach(ByteBuf::release);
        early.clear();
    }

    /** The empty write completes when all before it is with the kernel: shutting down earlier would drop it. */
    private static void passOnEnd(Channel peer) {
        peer.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> {
            if (peer instanceof DuplexChannel duplex && duplex.isActive()) {
                HalfClose.of(duplex);
            }
        });
    }

    private void count(Side side, long bytes) {
        if (side == Side.CLIENT) {
            stats.bytesFromClient().add(bytes);
            if (endpoint != null) {
                endpoint.stats().bytesToServer().add(bytes);
            }
        } else {
            stats.bytesToClient().add(bytes);
            if (endpoint != null) {
                endpoint.stats().bytesToClient().add(bytes);
            }
        }
    }

    private void pause(Side side) {
        Channel channel = channel(side);
        if (channel != null) {
            channel.config().setAutoRead(false);
        }
    }

    private @Nullable Channel channel(Side side) {
        return side == Side.CLIENT ? downstream : upstream;
    }

    private Flow flow(Side side) {
        return side == Side.CLIENT ? fromClient : fromServer;
    }
}
