package io.tenbin.proxy.listener;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands before a socket that listens: lets connections in while there may be more, and pauses accepting while not, or while
 * the system has no descriptor left. A transport may hand over some more that it had accepted by then; they wait here, unread.
 * Belongs to the socket's event loop.
 */
final class PortGate extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(PortGate.class);
    private static final long FAILURE_PAUSE_MILLIS = 100;

    private final AcceptGate gate;
    private final Port.Children children;
    private final Queue<Channel> waiting = new ArrayDeque<>(0);
    private volatile @Nullable ChannelHandlerContext context;
    private boolean open;
    private boolean paused;

    PortGate(AcceptGate gate, Port.Children children) {
        this.gate = gate;
        this.children = children;
    }

    /** Lets the socket accept, which was bound without. Any thread. */
    void open() {
        run(() -> {
            open = true;
            goOn();
        });
    }

    /** There may be room again. Any thread. */
    void wake() {
        run(this::goOn);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        waiting.add((Channel) message);
        letIn(ctx);
    }

    /** Accepting failed, mostly with EMFILE or ENFILE: an accept that is tried again at once would fail in a tight loop. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.channel().config().setAutoRead(false);
        if (gate.failed()) {
            LOG.warn("accepting failed, tried again every {} ms error={}", FAILURE_PAUSE_MILLIS, cause.toString());
        }
        var _ = ctx.executor().schedule(this::goOn, FAILURE_PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        gate.goesOn(this);
        // They have no event loop yet, through which a channel is closed otherwise.
        waiting.forEach(child -> child.unsafe().closeForcibly());
        waiting.clear();
        ctx.fireChannelInactive();
    }

    private void run(Runnable task) {
        ChannelHandlerContext ctx = context;
        if (ctx != null) {
            ctx.executor().execute(task);
        }
    }

    private void goOn() {
        ChannelHandlerContext ctx = context;
        if (ctx == null || !open || !ctx.channel().isActive()) {
            return;
        }
        if (letIn(ctx)) {
            if (paused) {
                paused = false;
                gate.goesOn(this);
                LOG.info(
                        "accepting goes on port={} connections={}",
                        ctx.channel().localAddress(),
                        gate.connections());
            }
            ctx.channel().config().setAutoRead(true);
        }
    }

    /** Lets in whoever waits, while there is room; true if there is room for more. */
    private boolean letIn(ChannelHandlerContext ctx) {
        ConnectionLimit own = children.current().limit();
        while (!waiting.isEmpty()) {
            if (!gate.admit(own)) {
                pause(ctx, own);
                return false;
            }
            Channel child = waiting.remove();
            child.closeFuture().addListener(closed -> gate.left(own));
            ctx.fireChannelRead(child);
        }
        if (gate.full(own)) {
            pause(ctx, own);
            return false;
        }
        return true;
    }

    private void pause(ChannelHandlerContext ctx, ConnectionLimit own) {
        if (paused) {
            return;
        }
        paused = true;
        ctx.channel().config().setAutoRead(false);
        LOG.warn(
                "accepting pauses port={} connections={} limit={} listener_connections={} listener_limit={}",
                ctx.channel().localAddress(),
                gate.connections(),
                gate.most(),
                own.count(),
                own.most());
        gate.pauses(this);
        if (!gate.full(own)) {
            wake();
        }
    }
}
