package io.tenbin.proxy.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.ReferenceCountUtil;
import io.tenbin.proxy.listener.DrainSignal;

/** One end of a relayed connection: tells the session what happens there. Both ends are on one event loop. */
final class RelayHandler extends ChannelInboundHandlerAdapter {
    private final TcpSession session;
    private final Side side;

    RelayHandler(TcpSession session, Side side) {
        this.session = session;
        this.side = side;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof ByteBuf bytes) {
            session.read(side, bytes);
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        session.readComplete(side);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        session.writabilityChanged(side);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        session.closed(side);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        session.failed(side);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            session.finished(side);
        } else if (event == DrainSignal.CLOSE_NOW) {
            session.killed();
        }
        // CLOSE_WHEN_IDLE: a relayed connection is never idle. It ends by itself, or at the end of the drain.
    }
}
