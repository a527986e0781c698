package io.tenbin.proxy.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.socket.DuplexChannel;
import io.tenbin.proxy.dispatch.Dispatch;
import io.tenbin.proxy.dispatch.NoServer;
import io.tenbin.proxy.listener.ListenerContext;
import io.tenbin.proxy.snapshot.BackendView;
import io.tenbin.proxy.snapshot.TcpListenerView;
import io.tenbin.proxy.transport.LoopTimer;
import io.tenbin.proxy.transport.Timeout;
import io.tenbin.proxy.upstream.Endpoint;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * One relayed connection, from its accept to the end of both its sides. Belongs to one event loop.
 *
 * <pre>
 *   connecting ──connected()──> relaying ──FIN from both, an error, a timeout──> ending ──both closed──> ended
 *       └──────────────no endpoint, the client gone, a timeout─────────────────────┘
 * </pre>
 *
 * A side that pauses reading does so because the other one cannot be written to: memory per direction is bounded by the
 * water marks. A FIN is passed on behind the bytes before it, and the other direction goes on.
 */
final class TcpSession implements Dispatch.Outcome<Channel> {
    private final Channel downstream;
    private final ListenerContext listener;
    private final TcpListenerView view;
    private final BackendView backend;
    private final SessionLog log;
    private final Timeout idle;
    private final Flow fromClient = new Flow();
    private final Flow fromServer = new Flow();

    /**
     * What came before the server was reached. Reading is off then, but epoll reads once more when a FIN arrives: as much as
     * one read gives.
     */
    private final Queue<ByteBuf> early = new ArrayDeque<>(0);

    private @Nullable Dispatch<Channel> dispatch;
    private @Nullable Channel upstream;
    private @Nullable String termination;
    private boolean ended;

    /** One direction. */
    private static final class Flow {
        private long bytes;
        private long batch;
        private boolean finished;
    }

    TcpSession(
            Channel downstream, ListenerContext listener, TcpListenerView view, BackendView backend, SessionLog log) {
        this.downstream = downstream;
        this.listener = listener;
        this.view = view;
        this.backend = backend;
        this.log = log;
        this.idle = LoopTimer.of(downstream.eventLoop()).timeout(this::timedOut);
    }

    void start(Dispatch<Channel> begun) {
        dispatch = begun;
        idle.start(view.config().timeouts().client());
        begun.begin(null);
    }

    /** The relay begins. */
    @Override
    public void found(Channel channel) {
        long now = System.nanoTime();
        upstream = channel;
        channel.config().setAutoClose(true);
        channel.config().setWriteBufferWaterMark(downstream.config().getWriteBufferWaterMark());
        Endpoint reached = endpoint();
        if (reached != null) {
            reached.stats().requests().increment();
            reached.health().errors().success();
        }
        if (dispatch != null) {
            dispatch.answered();
        }
        log.connected(now);
        active(now);
        channel.pipeline().addLast(new RelayHandler(this, Side.SERVER));
        passOnEarly();
        channel.config().setAutoRead(true);
        downstream.config().setAutoRead(channel.isWritable());
    }

    @Override
    public void nothingFound(NoServer why) {
        end(why.cause() + (why.queued() ? "Q" : "C"));
    }

    void read(Side side, ByteBuf bytes) {
        Channel peer = channel(side.other());
        if (termination != null) {
            bytes.release();
            return;
        }
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
        active(System.nanoTime());
        peer.flush();
    }

    /** A side can be written to again, or cannot any more: the other one is read accordingly. */
    void writabilityChanged(Side side) {
        Channel source = channel(side.other());
        Channel target = channel(side);
        if (source != null && target != null && upstream != null) {
            if (target.isWritable()) {
                active(System.nanoTime());
                source.config().setAutoRead(true);
            } else {
                pause(side.other());
            }
        }
    }

    /** A FIN arrived. */
    void finished(Side side) {
        flow(side).finished = true;
        Channel peer = channel(side.other());
        if (peer == null) {
            if (queued() && early.isEmpty()) {
                // It has said nothing and will say nothing: a client that gave up waiting.
                end("CQ");
            }
            return;
        }
        if (flow(side.other()).finished) {
            end("--");
        } else {
            // The empty write completes when all before it is with the kernel: shutting down earlier would drop it.
            peer.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> {
                if (peer instanceof DuplexChannel duplex && duplex.isActive()) {
                    duplex.shutdownOutput();
                }
            });
        }
    }

    /** A reset, or a write that failed. */
    void failed(Side side) {
        end(side.aborted + phase());
    }

    void closed(Side side) {
        failed(side);
        if (!downstream.isOpen() && (upstream == null || !upstream.isOpen())) {
            ended();
        }
    }

    void killed() {
        end("K" + phase());
    }

    private void timedOut() {
        if (termination != null) {
            // What was left to write was not taken in all that time.
            downstream.close();
            if (upstream != null) {
                upstream.close();
            }
        } else if (upstream != null && !upstream.isWritable()) {
            end(Side.SERVER.timedOut + phase());
        } else {
            end(Side.CLIENT.timedOut + phase());
        }
    }

    /** Both sides close, with FIN and behind the bytes that are still to be written. The first reason is the one logged. */
    private void end(String reason) {
        if (termination != null) {
            return;
        }
        termination = reason;
        if (dispatch != null) {
            dispatch.cancel();
        }
        idle.start(backend.config().timeouts().tunnel());
        closeFlushed(downstream);
        if (upstream != null) {
            closeFlushed(upstream);
        }
    }

    private void ended() {
        if (ended) {
            return;
        }
        ended = true;
        idle.stop();
        early.forEach(ByteBuf::release);
        early.clear();
        Dispatch<Channel> begun = dispatch;
        if (begun != null) {
            log.end(view, backend, begun, fromServer.bytes, String.valueOf(termination));
            begun.end();
        }
    }

    private void passOnEarly() {
        for (ByteBuf bytes = early.poll(); bytes != null; bytes = early.poll()) {
            read(Side.CLIENT, bytes);
        }
        readComplete(Side.CLIENT);
        if (fromClient.finished) {
            finished(Side.CLIENT);
        }
    }

    private String phase() {
        return upstream != null ? "D" : queued() ? "Q" : "C";
    }

    private boolean queued() {
        return dispatch != null && dispatch.queued();
    }

    /**
     * Once both sides stand, the tunnel timeout takes the place of all others (configuration manual, {@code timeout
     * tunnel}): it runs out when nothing moved in either direction.
     */
    private void active(long nanoTime) {
        if (termination == null) {
            idle.startAt(nanoTime, backend.config().timeouts().tunnel().toNanos());
        }
    }

    private void count(Side side, long bytes) {
        Endpoint reached = endpoint();
        if (side == Side.CLIENT) {
            listener.stats().bytesFromClient().add(bytes);
            if (reached != null) {
                reached.stats().bytesToServer().add(bytes);
            }
        } else {
            listener.stats().bytesToClient().add(bytes);
            if (reached != null) {
                reached.stats().bytesToClient().add(bytes);
            }
        }
    }

    private void pause(Side side) {
        Channel channel = channel(side);
        if (channel != null) {
            channel.config().setAutoRead(false);
        }
    }

    private @Nullable Endpoint endpoint() {
        return dispatch == null ? null : dispatch.endpoint();
    }

    private static void closeFlushed(Channel channel) {
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    private @Nullable Channel channel(Side side) {
        return side == Side.CLIENT ? downstream : upstream;
    }

    private Flow flow(Side side) {
        return side == Side.CLIENT ? fromClient : fromServer;
    }
}
