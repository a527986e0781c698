package io.tenbin.proxy.tls;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.util.concurrent.Future;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/** Sees what becomes of one handshake with a server, and of what the server says of it afterwards. */
final class HandshakeWatch extends ChannelInboundHandlerAdapter {
    private final SSLEngine engine;
    private final ClientKeys keys;
    private final ServerTls.Listener listener;
    private boolean established;
    private boolean proven;

    HandshakeWatch(SSLEngine engine, ClientKeys keys, ServerTls.Listener listener) {
        this.engine = engine;
        this.keys = keys;
        this.listener = listener;
    }

    void handshakeEnded(Future<?> done) {
        Throwable failure = done.cause();
        if (failure == null) {
            established = true;
            listener.trusted();
        } else {
            listener.failed(TlsFault.of(failure, keys.wereAskedOn(engine)));
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!proven) {
            proven = true;
            listener.proven();
        }
        ctx.fireChannelRead(message);
    }

    /** Before the handshake has ended, its own end tells. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        boolean tls = cause instanceof SSLException
                || (cause instanceof DecoderException && cause.getCause() instanceof SSLException);
        if (tls && established && !proven) {
            listener.failed(TlsFault.of(cause, keys.wereAskedOn(engine)));
        }
        ctx.fireExceptionCaught(cause);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        keys.forget(engine);
    }
}
