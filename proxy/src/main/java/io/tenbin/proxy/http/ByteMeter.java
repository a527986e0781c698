package io.tenbin.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.tenbin.proxy.listener.ListenerStats;

/** Counts what clients send, framing and all. */
final class ByteMeter extends ChannelInboundHandlerAdapter {
    private final ListenerStats stats;

    ByteMeter(ListenerStats stats) {
        this.stats = stats;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof ByteBuf bytes) {
            stats.bytesFromClient().add(bytes.readableBytes());
        }
        ctx.fireChannelRead(message);
    }
}
