package io.tenbin.proxy.listener;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.tenbin.proxy.proxyprotocol.HeaderFault;
import io.tenbin.proxy.proxyprotocol.MalformedHeaderException;
import io.tenbin.proxy.proxyprotocol.ProxyHeader;
import io.tenbin.proxy.transport.LoopTimer;
import io.tenbin.proxy.transport.Timeout;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Reads the header of the PROXY protocol with which a connection has to begin, then makes way. Nothing else is read before, and
 * what follows the header goes on as if it had just come. Belongs to the connection's event loop.
 *
 * <pre>
 *   waiting --header--&gt; gone, the connection begins
 *      '--anything else, the end, the time--&gt; closed
 * </pre>
 */
final class ProxyHeaderReader extends ChannelInboundHandlerAdapter {

    /** What becomes of the connection. One call. */
    interface Outcome {
        /** It speaks for a client: the pipeline is to be filled now. */
        void begins(ProxyHeader header);

        /** It is closed. */
        void refused(HeaderFault fault);
    }

    private final Duration patience;
    private final Outcome outcome;
    private @Nullable Timeout timeout;
    private @Nullable ByteBuf held;
    private boolean draining;
    private boolean over;

    /** @param patience how long the header may take, from the accept to its last byte */
    ProxyHeaderReader(Duration patience, Outcome outcome) {
        this.patience = patience;
        this.outcome = outcome;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        Timeout waiting = LoopTimer.of(ctx.channel().eventLoop()).timeout(() -> refuse(ctx, HeaderFault.TIMED_OUT));
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
            ProxyHeader header = ProxyHeader.read(all);
            if (header != null) {
                begin(ctx, header, all);
            }
        } catch (MalformedHeaderException e) {
            refuse(ctx, e.fault());
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (!over) {
            ctx.read();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            refuse(ctx, HeaderFault.CLOSED);
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
        refuse(ctx, HeaderFault.CLOSED);
    }

    /** A reset, mostly. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        refuse(ctx, HeaderFault.LOST);
    }

    private void begin(ChannelHandlerContext ctx, ProxyHeader header, ByteBuf all) {
        end();
        held = null;
        outcome.begins(header);
        ctx.fireChannelActive();
        if (draining) {
            ctx.fireUserEventTriggered(DrainSignal.CLOSE_WHEN_IDLE);
        }
        if (all.isReadable()) {
            ctx.fireChannelRead(all);
        } else {
            all.release();
        }
        ctx.pipeline().remove(this);
    }

    private void refuse(ChannelHandlerContext ctx, HeaderFault fault) {
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
