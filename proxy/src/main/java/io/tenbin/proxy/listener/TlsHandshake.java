package io.tenbin.proxy.listener;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.tenbin.proxy.tls.HandshakeFault;
import io.tenbin.proxy.tls.Sessions;
import io.tenbin.proxy.transport.LoopTimer;
import io.tenbin.proxy.transport.Timeout;
import io.tenbin.proxy.transport.TlsFacts;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the end of a client's handshake, then makes way for those who speak behind TLS. Comes last. Belongs to the connection's
 * event loop.
 */
final class TlsHandshake extends ChannelInboundHandlerAdapter {

    /** What becomes of the connection. One call. */
    interface Outcome {
        /** The pipeline is to be filled now. */
        void done(TlsFacts facts, boolean resumed);

        /** It is closed. */
        void refused(HandshakeFault fault);
    }

    private final Duration patience;
    private final SslHandler tls;
    private final @Nullable String serverName;
    private final Outcome outcome;
    private final long begun = System.currentTimeMillis();
    private @Nullable Timeout timeout;
    private boolean draining;
    private boolean over;

    /** @param patience how long the handshake may take from now on */
    TlsHandshake(Duration patience, SslHandler tls, @Nullable String serverName, Outcome outcome) {
        this.serverName = serverName;
        this.patience = patience;
        this.tls = tls;
        this.outcome = outcome;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        Timeout waiting = LoopTimer.of(ctx.channel().eventLoop()).timeout(() -> {
            refuse(HandshakeFault.TIMED_OUT);
            ctx.close();
        });
        timeout = waiting;
        waiting.start(patience);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent completion) {
            if (completion.isSuccess()) {
                begin(ctx);
            } else {
                refuse(HandshakeFault.of(completion.cause()));
            }
        } else if (event == ChannelInputShutdownEvent.INSTANCE) {
            refuse(HandshakeFault.CLOSED);
            ctx.close();
        } else if (event == DrainSignal.CLOSE_WHEN_IDLE) {
            draining = true;
        }
    }

    /** Nothing gets here before the handshake is done, and nothing after it failed. */
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ReferenceCountUtil.release(message);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        refuse(HandshakeFault.CLOSED);
    }

    /** Told of by the completion of the handshake too, which says it better. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    private void begin(ChannelHandlerContext ctx) {
        if (over) {
            return;
        }
        end();
        outcome.done(Sessions.facts(tls, serverName), Sessions.resumed(tls.engine(), begun));
        ctx.fireChannelActive();
        if (draining) {
            ctx.fireUserEventTriggered(DrainSignal.CLOSE_WHEN_IDLE);
        }
        ctx.pipeline().remove(this);
    }

    private void refuse(HandshakeFault fault) {
        if (!over) {
            end();
            outcome.refused(fault);
        }
    }

    private void end() {
        over = true;
        if (timeout != null) {
            timeout.stop();
        }
    }
}
