package io.tenbin.proxy.http2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2FrameReader;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersDecoder;
import org.jspecify.annotations.Nullable;

/** Reads frames, and judges heads on streams that are over, which the codec takes for errors of those streams only. */
final class StrictFrameReader extends DefaultHttp2FrameReader {
    private final Http2Connection connection;
    private final StreamHistory history;
    private @Nullable Http2FrameListener told;
    private @Nullable Http2FrameListener judging;

    StrictFrameReader(Http2HeadersDecoder decoder, Http2Connection connection, StreamHistory history) {
        super(decoder);
        this.connection = connection;
        this.history = history;
    }

    @Override
    public void readFrame(ChannelHandlerContext ctx, ByteBuf input, Http2FrameListener listener) throws Http2Exception {
        Http2FrameListener judge = judging;
        if (judge == null || !listener.equals(told)) {
            told = listener;
            judge = new Judging(listener);
            judging = judge;
        }
        super.readFrame(ctx, input, judge);
    }

    private void judge(int stream) throws Http2Exception {
        if (connection.stream(stream) != null) {
            return;
        }
        if (!connection.streamMayHaveExisted(stream)) {
            history.opened(stream);
            return;
        }
        Http2Error error = history.judge(stream);
        if (error != null) {
            throw Http2Exception.connectionError(error, "a head on stream %d, which is over", stream);
        }
    }

    private final class Judging extends Http2FrameListenerDecorator {
        private Judging(Http2FrameListener listener) {
            super(listener);
        }

        @Override
        public void onHeadersRead(ChannelHandlerContext ctx, int stream, Http2Headers headers, int padding, boolean end)
                throws Http2Exception {
            judge(stream);
            super.onHeadersRead(ctx, stream, headers, padding, end);
        }

        @Override
        public void onHeadersRead(
                ChannelHandlerContext ctx,
                int stream,
                Http2Headers headers,
                int dependency,
                short weight,
                boolean exclusive,
                int padding,
                boolean end)
                throws Http2Exception {
            judge(stream);
            super.onHeadersRead(ctx, stream, headers, dependency, weight, exclusive, padding, end);
        }
    }
}
