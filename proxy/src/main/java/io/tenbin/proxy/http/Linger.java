package io.tenbin.proxy.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import io.tenbin.proxy.tls.HalfClose;
import io.tenbin.proxy.transport.LoopTimer;
import io.tenbin.proxy.transport.Timeout;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The end of a client's connection (RFC 9112 section 9.6): what was written goes out, then a FIN; what the client still sends
 * is read and dropped until it closes too. To close at once would answer those bytes with a reset, which can reach the client
 * before the answer does.
 *
 * <p>Ends after 5 s without a byte from the client, and in any case when the longest time is over.
 */
final class Linger extends ChannelInboundHandlerAdapter {
    private static final long SILENCE_NANOS = Duration.ofSeconds(5).toNanos();

    private final Timeout timeout;
    private final long end;
    private @Nullable ChannelHandlerContext context;
    private boolean inputClosed;
    private boolean written;

    /** @param inputClosed whether the client has closed its side already */
    Linger(LoopTimer timer, Duration longest, boolean inputClosed) {
        this.timeout = timer.timeout(this::expired);
        this.end = System.nanoTime() + longest.toNanos();
        this.inputClosed = inputClosed;
        timeout.start(longest);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(done -> {
            written = true;
            if (inputClosed || !done.isSuccess()) {
                ctx.close();
            } else {
                HalfClose.of((DuplexChannel) ctx.channel());
                waitOn();
            }
        });
        ctx.read();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ReferenceCountUtil.release(message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (written) {
            waitOn();
        }
        ctx.read();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            inputClosed = true;
            if (written) {
                ctx.close();
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        timeout.stop();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    private void waitOn() {
        long now = System.nanoTime();
        timeout.startAt(now, Math.min(SILENCE_NANOS, end - now));
    }

    private void expired() {
        if (context != null) {
            context.close();
        }
    }
}
