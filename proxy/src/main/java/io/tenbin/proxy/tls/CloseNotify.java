package io.tenbin.proxy.tls;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.nio.channels.ClosedChannelException;

/**
 * Makes of a peer's close_notify what a FIN is without TLS: the end of what it says, told once. Up to TLS 1.2 that is also the end of
 * what can be said to it (RFC 5246 section 7.2.1), and with BoringSSL in TLS 1.3 too: the connection stands until somebody tries,
 * and is closed then. Comes right after the {@link SslHandler}. Belongs to its event loop.
 */
public final class CloseNotify extends ChannelDuplexHandler {
    private final SslHandler tls;
    private boolean ended;

    public CloseNotify(SslHandler tls) {
        this.tls = tls;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslCloseCompletionEvent close) {
            if (close.isSuccess()) {
                end(ctx);
            }
        } else if (event == ChannelInputShutdownEvent.INSTANCE) {
            end(ctx);
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (ended && tls.engine().isOutboundDone()) {
            ReferenceCountUtil.release(message);
            promise.setFailure(new ClosedChannelException());
            ctx.close();
        } else {
            ctx.write(message, promise);
        }
    }

    private void end(ChannelHandlerContext ctx) {
        if (!ended) {
            ended = true;
            ctx.fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        }
    }
}
