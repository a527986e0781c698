package io.tenbin.proxy.listener;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pauses accepting while there are too many connections, or when the system has no descriptor left for another one. What
 * connects meanwhile waits in the backlog; it is not refused.
 *
 * <p>The limit keeps a descriptor free for the server's side of each connection: accepted connections alone never use up
 * what is needed to serve them.
 */
@Sharable
final class AcceptGate extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(AcceptGate.class);
    private static final long PAUSE_MILLIS = 100;

    private final int limit;
    private final ScheduledExecutorService control;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicBoolean full = new AtomicBoolean();
    private final LongAdder failures = new LongAdder();
    private final Set<Channel> sockets = ConcurrentHashMap.newKeySet();

    /**
     * Open for connections, but for no socket yet.
     *
     * @param limit connections at which accepting pauses
     */
    AcceptGate(int limit, ScheduledExecutorService control) {
        this.limit = limit;
        this.control = control;
    }

    /** Lets a socket accept, which was bound without. */
    void open(Channel socket) {
        if (sockets.add(socket)) {
            socket.closeFuture().addListener(closed -> sockets.remove(socket));
            socket.config().setAutoRead(!full.get());
        }
    }

    /** Connections now. */
    int connections() {
        return connections.get();
    }

    /** Times that the system refused to hand out a connection. */
    LongAdder failures() {
        return failures;
    }

    void connectionOpened() {
        if (connections.incrementAndGet() >= limit && full.compareAndSet(false, true)) {
            LOG.warn("accepting pauses connections={} limit={}", connections, limit);
            apply(control);
        }
    }

    void connectionClosed() {
        if (connections.decrementAndGet() < limit && full.compareAndSet(true, false)) {
            LOG.info("accepting goes on connections={} limit={}", connections, limit);
            apply(control);
        }
    }

    /** Accepting failed, mostly with EMFILE or ENFILE: an accept that is tried again at once would fail in a tight loop. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        failures.increment();
        ctx.channel().config().setAutoRead(false);
        if (failures.sum() == 1) {
            LOG.warn("accepting failed, tried again every {} ms error={}", PAUSE_MILLIS, cause.toString());
        }
        control.schedule(() -> apply(Runnable::run), PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** On one thread, from what is true then: the last word is right, whoever came first. */
    private void apply(Executor executor) {
        executor.execute(() -> sockets.forEach(socket -> socket.config().setAutoRead(!full.get())));
    }
}
