package io.tenbin.proxy.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.tenbin.proxy.dispatch.Dispatch;
import io.tenbin.proxy.dispatch.NoServer;
import io.tenbin.proxy.listener.ListenerContext;
import io.tenbin.proxy.snapshot.BackendView;
import io.tenbin.proxy.snapshot.TcpListenerView;
import io.tenbin.proxy.transport.LoopTimer;
import io.tenbin.proxy.transport.Timeout;
import io.tenbin.proxy.upstream.Endpoint;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One relayed connection, from its accept to the end of both its sides. Belongs to one event loop.
 *
 * <pre>
 *   connecting ──connected()──> relaying ──FIN from both, an error, a timeout──> ending ──both closed──> ended
 *       └──────────────no endpoint, the client gone, a timeout─────────────────────┘
 * </pre>
 */
final class TcpSession implements Dispatch.Outcome<Channel> {
    private final Channel downstream;
    private final TcpListenerView view;
    private final BackendView backend;
    private final SessionLog log;
    private final Timeout idle;
    private final Relay relay;
    private @Nullable Dispatch<Channel> dispatch;
    private @Nullable Channel upstream;
    private @Nullable String termination;
    private boolean ended;

    TcpSession(
            Channel downstream, ListenerContext listener, TcpListenerView view, BackendView backend, SessionLog log) {
        this.downstream = downstream;
        this.view = view;
        this.backend = backend;
        this.log = log;
        this.idle = LoopTimer.of(downstream.eventLoop()).timeout(this::timedOut);
        this.relay = new Relay(downstream, listener.stats(), () -> active(System.nanoTime()));
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
        Endpoint reached = dispatch == null ? null : dispatch.endpoint();
        relay.begin(channel, reached);
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
        relay.flow();
    }

    @Override
    public void nothingFound(NoServer why) {
        end(why.cause() + (why.queued() ? "Q" : "C"));
    }

    void read(Side side, ByteBuf bytes) {
        if (termination == null) {
            relay.read(side, bytes);
        } else {
            bytes.release();
        }
    }

    void readComplete(Side side) {
        relay.readComplete(side);
    }

    void writabilityChanged(Side side) {
        relay.writabilityChanged(side);
    }

    /** A FIN arrived. */
    void finished(Side side) {
        boolean both = relay.finished(side);
        if (upstream == null && queued() && relay.silent()) {
            // It has said nothing and will say nothing: a client that gave up waiting.
            end("CQ");
        } else if (upstream != null && both) {
            end("--");
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
        idle.start(tunnel());
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
        relay.release();
        Dispatch<Channel> begun = dispatch;
        if (begun != null) {
            log.end(view, backend, begun, relay.bytesToClient(), String.valueOf(termination));
            begun.end();
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
            idle.startAt(nanoTime, tunnel().toNanos());
        }
    }

    /** The smaller one, as in a tunnel of HTTP. */
    private Duration tunnel() {
        Duration client = view.config().timeouts().tunnel();
        Duration server = backend.config().timeouts().tunnel();
        return client.compareTo(server) < 0 ? client : server;
    }

    private static void closeFlushed(Channel channel) {
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }
}
