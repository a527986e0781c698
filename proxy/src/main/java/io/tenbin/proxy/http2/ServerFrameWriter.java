package io.tenbin.proxy.http2;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.DecoratingHttp2FrameWriter;
import io.netty.handler.codec.http2.Http2FrameWriter;
import io.netty.handler.codec.http2.Http2Settings;

/**
 * Writes frames, remembers which streams were reset, and tells clients how many streams they may have open. The codec is not told: it would refuse one too many without remembering that the
 * stream has been there, and then take what follows on it for an error of the connection.
 */
final class ServerFrameWriter extends DecoratingHttp2FrameWriter {
    private final int mostStreams;
    private final StreamHistory history;

    ServerFrameWriter(Http2FrameWriter delegate, int mostStreams, StreamHistory history) {
        super(delegate);
        this.history = history;
        this.mostStreams = mostStreams;
    }

    @Override
    public ChannelFuture writeSettings(ChannelHandlerContext ctx, Http2Settings settings, ChannelPromise promise) {
        return super.writeSettings(
                ctx, new Http2Settings().copyFrom(settings).maxConcurrentStreams(mostStreams), promise);
    }

    @Override
    public ChannelFuture writeRstStream(ChannelHandlerContext ctx, int stream, long error, ChannelPromise promise) {
        history.reset(stream);
        return super.writeRstStream(ctx, stream, error, promise);
    }
}
