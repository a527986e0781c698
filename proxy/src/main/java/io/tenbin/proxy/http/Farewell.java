package io.tenbin.proxy.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Error;
import io.tenbin.proxy.http2.FrameWatch;
import io.tenbin.proxy.http2.Http2ServerHandler;
import io.tenbin.proxy.transport.Timeout;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a connection of HTTP/2 ends without losing a request (RFC 9113 section 6.8): the client is told to begin no more streams, all
 * that it began before it heard of that are served, and then it is told which one was the last.
 *
 * <pre>
 *   OPEN --announce--&gt; ANNOUNCED (GOAWAY 2^31-1, PING) --its answer, or 1 s--&gt; LAST (GOAWAY n) --no stream open--&gt; OVER
 *     '--beyond use, idle for too long-------------------------------------------------------------------------^
 * </pre>
 */
final class Farewell {
    private static final Duration ROUND_TRIP = Duration.ofSeconds(1);
    private static final long PING = 0x74656e62696e0001L;

    private enum State {
        OPEN,
        ANNOUNCED,
        LAST,
        OVER
    }

    private final Channel channel;
    private final Http2ServerHandler handler;
    private final FrameWatch watch;
    private final ClientSession session;
    private final Timeout roundTrip;
    private State state = State.OPEN;
    private boolean inputClosed;
    private @Nullable ChannelHandlerContext context;

    Farewell(Channel channel, Http2ServerHandler handler, FrameWatch watch, ClientSession session) {
        this.channel = channel;
        this.handler = handler;
        this.watch = watch;
        this.session = session;
        this.roundTrip = session.timer().timeout(this::last);
    }

    boolean over() {
        return state == State.OVER;
    }

    /** The client is to begin no more streams. */
    void announce(ChannelHandlerContext ctx) {
        if (state != State.OPEN) {
            return;
        }
        context = ctx;
        state = State.ANNOUNCED;
        goAway(ctx, Integer.MAX_VALUE);
        var _ = handler.encoder().writePing(ctx, false, PING, ctx.newPromise());
        roundTrip.start(ROUND_TRIP);
        flush(ctx);
    }

    /** The client has answered a PING, so that it has read what was announced before. */
    void heard(ChannelHandlerContext ctx) {
        context = ctx;
        last();
    }

    /** The client sends nothing more. */
    void inputClosed(ChannelHandlerContext ctx) {
        inputClosed = true;
        context = ctx;
        if (state == State.OPEN) {
            state = State.ANNOUNCED;
        }
        last();
    }

    /** No stream is open. */
    void idle() {
        if (state == State.LAST) {
            // Not now: whoever tells this is in the middle of something.
            session.timer().loop().execute(this::end);
        }
    }

    private void last() {
        ChannelHandlerContext ctx = context;
        if (state != State.ANNOUNCED || ctx == null) {
            return;
        }
        roundTrip.stop();
        state = State.LAST;
        goAway(ctx, Math.max(0, handler.connection().remote().lastStreamCreated()));
        flush(ctx);
        if (handler.connection().numActiveStreams() == 0) {
            idle();
        }
    }

    /** Hands the connection over to its end. */
    void end() {
        if (state == State.OVER) {
            return;
        }
        lost();
        if (channel.isActive()) {
            channel.config().setAutoRead(false);
            channel.pipeline().remove(watch);
            Linger linger =
                    new Linger(session.timer(), session.listener().timeouts().client(), inputClosed);
            channel.pipeline().replace(handler, null, linger);
        }
    }

    /** There is nothing left to be ended. */
    void lost() {
        state = State.OVER;
        roundTrip.stop();
        session.close();
    }

    private void goAway(ChannelHandlerContext ctx, int lastStream) {
        var _ = handler.goAway(ctx, lastStream, Http2Error.NO_ERROR.code(), Unpooled.EMPTY_BUFFER, ctx.newPromise());
    }

    private void flush(ChannelHandlerContext ctx) {
        session.timer().loop().execute(() -> handler.flush(ctx));
    }
}
