package io.tenbin.proxy.listener;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.tenbin.proxy.tls.ClientHello;
import io.tenbin.proxy.tls.HandshakeFault;
import io.tenbin.proxy.tls.HelloRecords;
import io.tenbin.proxy.tls.MalformedHelloException;
import io.tenbin.proxy.transport.LoopTimer;
import io.tenbin.proxy.transport.Timeout;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Reads the first message of a client's TLS, then makes way. Nothing is consumed: who comes next gets every byte. Belongs to the
 * connection's event loop.
 *
 * <pre>
 *   waiting --ClientHello--&gt; gone, somebody else goes on
 *      '--anything else, the end, the time--&gt; closed
 * </pre>
 */
final class HelloReader extends ChannelInboundHandlerAdapter {

    /** What becomes of the connection. One call. */
    interface Outcome {
        /** The pipeline is to be filled now, or the connection closed. */
        void begins(ClientHello hello);

        /** It is closed. */
        void refused(HandshakeFault fault);
    }

    private final Duration patience;
    private final Outcome outcome;
    private @Nullable Timeout timeout;
    private @Nullable ByteBuf held;
    private boolean draining;
    private boolean over;

    /** @param patience how long the message may take */
    HelloReader(Duration patience, Outcome outcome) {
        this.patience = patience;
        this.outcome = outcome;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        Timeout waiting = LoopTimer.of(ctx.channel().eventLoop()).timeout(() -> refuse(ctx, HandshakeFault.TIMED_OUT));
        timeout = waiting;
        waiting.start(patience);
        ctx.read();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        if (over) {
            bytes.release();
            return;
        }
        ByteBuf before = held;
        ByteBuf all =
                before == null ? bytes : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), before, bytes);
        held = all;
        try {
            ClientHello hello = HelloRecords.read(all);
            if (hello != null) {
                begin(ctx, hello, all);
            }
        } catch (MalformedHelloException e) {
            refuse(ctx, HandshakeFault.FAILED);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (over) {
            ctx.fireChannelReadComplete();
        } else {
            ctx.read();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            refuse(ctx, HandshakeFault.CLOSED);
        } else if (event == DrainSignal.CLOSE_WHEN_IDLE) {
            draining = true;
            if (held == null && timeout != null) {
                // Not now: what the kernel holds already is read first, which takes one turn of the loop.
                timeout.start(Duration.ZERO);
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        refuse(ctx, HandshakeFault.CLOSED);
    }

    /** A reset, mostly. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        refuse(ctx, HandshakeFault.LOST);
    }

    private void begin(ChannelHandlerContext ctx, ClientHello hello, ByteBuf all) {
        end();
        held = null;
        outcome.begins(hello);
        if (!ctx.channel().isOpen()) {
            all.release();
            return;
        }
        ctx.fireChannelActive();
        if (draining) {
            ctx.fireUserEventTriggered(DrainSignal.CLOSE_WHEN_IDLE);
        }
        ctx.fireChannelRead(all);
        ctx.fireChannelReadComplete();
        ctx.pipeline().remove(this);
    }

    private void refuse(ChannelHandlerContext ctx, HandshakeFault fault) {
        if (over) {
            return;
        }
        end();
        if (held != null) {
            held.release();
            held = null;
        }
        outcome.refused(fault);
        ctx.close();
    }

    private void end() {
        over = true;
        if (timeout != null) {
            timeout.stop();
        }
    }
}
