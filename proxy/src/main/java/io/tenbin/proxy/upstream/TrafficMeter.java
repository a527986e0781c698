package io.tenbin.proxy.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import java.util.concurrent.atomic.LongAdder;

/** Counts the bytes that a connection sends, framing and all. */
final class TrafficMeter extends ChannelOutboundHandlerAdapter {
    private final LongAdder total;

    TrafficMeter(LongAdder total) {
        this.total = total;
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (message instanceof ByteBuf bytes) {
            total.add(bytes.readableBytes());
        }
        ctx.write(message, promise);
    }
}
