package io.tenbin.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import io.tenbin.proxy.http2.FrameBudget;
import io.tenbin.proxy.http2.Http2ServerHandler;
import io.tenbin.proxy.listener.ListenerStats;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the streams of a connection of HTTP/2 send, put together: what several of them have to say in one turn goes out at once. */
final class FrameOutput {
    private final Http2ServerHandler handler;
    private final FrameBudget budget;
    private final ListenerStats stats;
    private @Nullable ChannelHandlerContext context;
    private boolean reading;
    private boolean flushAsked;

    FrameOutput(Http2ServerHandler handler, FrameBudget budget, ListenerStats stats) {
        this.handler = handler;
        this.budget = budget;
        this.stats = stats;
    }

    void opened(ChannelHandlerContext ctx) {
        context = ctx;
    }

    ChannelHandlerContext context() {
        return Objects.requireNonNull(context, "not in a pipeline");
    }

    ChannelFuture headers(Http2Stream frames, Http2Headers headers, boolean end) {
        ChannelHandlerContext ctx = context();
        return handler.encoder().writeHeaders(ctx, frames.id(), headers, 0, end, ctx.newPromise());
    }

    /** Sends bytes as far as the client's window allows, now or later, and releases them. */
    ChannelFuture data(Http2Stream frames, ByteBuf data, boolean end) {
        int length = data.readableBytes();
        stats.bytesToClient().add(length);
        budget.sent(length);
        ChannelHandlerContext ctx = context();
        return handler.encoder().writeData(ctx, frames.id(), data, 0, end, ctx.newPromise());
    }

    void reset(Http2Stream frames, Http2Error error) {
        ChannelHandlerContext ctx = context();
        var _ = handler.encoder().writeRstStream(ctx, frames.id(), error.code(), ctx.newPromise());
        flush();
    }

    boolean writable(Http2Stream frames) {
        return handler.encoder().flowController().isWritable(frames);
    }

    /** The client may send so many bytes more. */
    void giveBack(Http2Stream frames, int bytes) {
        try {
            if (handler.decoder().flowController().consumeBytes(frames, bytes)) {
                flush();
            }
        } catch (Http2Exception e) {
            handler.onError(context(), true, e);
        }
    }

    /** A batch of reads begins, at whose end all is written out anyway, or has come to its end. */
    void reading(boolean underWay) {
        reading = underWay;
    }

    void flush() {
        if (!reading && !flushAsked) {
            flushAsked = true;
            context().executor().execute(() -> {
                flushAsked = false;
                handler.flush(context());
            });
        }
    }
}
