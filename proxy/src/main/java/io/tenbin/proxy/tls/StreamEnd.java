package io.tenbin.proxy.tls;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import java.io.IOException;
import javax.net.ssl.SSLEngine;

/**
 * Tells the end of a TLS stream from a cut. What those above take for a FIN is the close_notify here; a FIN without one is what
 * anybody on the way can send (RFC 8446 section 6.1), and comes as an exception.
 *
 * <p>To be put right behind the TLS handler. Belongs to the channel's event loop.
 */
public final class StreamEnd extends ChannelDuplexHandler {
    private final SSLEngine engine;
    private boolean ended;
    private boolean cut;

    /** @param engine that of the TLS handler */
    public StreamEnd(SSLEngine engine) {
        this.engine = engine;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslCloseCompletionEvent close) {
            if (close.isSuccess()) {
                look(ctx);
            }
        } else if (event == ChannelInputShutdownEvent.INSTANCE) {
            look(ctx);
            cut(ctx);
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        look(ctx);
        ctx.fireChannelReadComplete();
    }

    /**
     * The handler's own event comes too early, and only once, where this side has ended its direction before: the native engine
     * calls all closed from then on. Whether the other side has ended is known to the engine.
     */
    private void look(ChannelHandlerContext ctx) {
        if (!ended && !cut && engine.isInboundDone()) {
            ended = true;
            ctx.fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        cut(ctx);
        ctx.fireChannelInactive();
    }

    /**
     * TLS has no more room for what is written when the other side has ended it: the library ends both directions, as RFC 5246
     * section 7.2.1 asks for. A plain connection would be reset now.
     */
    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (ended && message instanceof ByteBuf bytes && bytes.isReadable()) {
            bytes.release();
            promise.setFailure(new IOException("the TLS stream has ended"));
            var _ = ctx.close();
        } else {
            var _ = ctx.write(message, promise);
        }
    }

    private void cut(ChannelHandlerContext ctx) {
        if (!ended && !cut) {
            cut = true;
            ctx.fireExceptionCaught(new IOException("the TLS stream was cut: no close_notify"));
        }
    }
}
