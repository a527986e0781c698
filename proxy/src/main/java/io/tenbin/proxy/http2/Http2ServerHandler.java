package io.tenbin.proxy.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2ConnectionDecoder;
import io.netty.handler.codec.http2.DefaultHttp2ConnectionEncoder;
import io.netty.handler.codec.http2.DefaultHttp2FrameWriter;
import io.netty.handler.codec.http2.DefaultHttp2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersEncoder;
import io.netty.handler.codec.http2.Http2PromisedRequestVerifier;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.handler.codec.http2.UniformStreamByteDistributor;
import io.tenbin.config.LimitsConfig;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's side of a connection of HTTP/2: frames, compression of fields, states of streams and windows are the codec's. What
 * happens is told to an {@link Owner}, on the event loop.
 *
 * <p>A client that does not read is not read either, as soon as what waits for it is more than the channel's mark: what it asks for
 * cannot pile up.
 */
public final class Http2ServerHandler extends Http2ConnectionHandler {
    /** Streams that a client may have open. */
    public static final int MOST_STREAMS = 100;

    /**
     * Bytes that a connection may send before we have used them: 16 streams with a full window each. So many uploads that nobody takes
     * stop no other one, and no more than this is held for a connection.
     */
    private static final int WINDOW = 1 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(Http2ServerHandler.class);
    private static final char ENABLE_CONNECT_PROTOCOL = 0x8;

    private final Owner owner;
    private final FrameBudget budget;

    /** Who decides what becomes of streams. */
    public interface Owner {
        /** The handler is in a pipeline, and settings have been written. */
        void opened(ChannelHandlerContext ctx);

        /** A head, or trailers. */
        void section(Http2Stream stream, RequestSection section, boolean end) throws Http2Exception;

        /** A head that is too large to be unpacked. */
        void tooLarge(Http2Stream stream);

        /**
         * Bytes, of which a slice may be kept.
         *
         * @return whether they were taken over, and are to be given back to the window later
         */
        boolean data(Http2Stream stream, ByteBuf data, boolean end) throws Http2Exception;

        /** The client has reset a stream. */
        void reset(Http2Stream stream);

        /** A stream is about to be reset, since the client broke a rule. */
        void broken(Http2Stream stream);

        /** A stream may have become writable. */
        void writable(Http2Stream stream);

        /** Nothing more goes either way on a stream. */
        void closed(Http2Stream stream);

        /** An answer to a PING of ours. */
        void pong();

        /** The client will begin no more streams. */
        void leaving();

        /** The connection is beyond use: the other side was told so, and there is nothing to be done but to close. */
        void failed();

        /** What could be read now was. */
        void readComplete();

        /** The connection is closed. */
        void inactive();

        /** An event that is not of HTTP/2. */
        void event(Object event);
    }

    private Http2ServerHandler(
            Http2ConnectionDecoder decoder,
            Http2ConnectionEncoder encoder,
            Http2Settings settings,
            Owner owner,
            FrameBudget budget) {
        super(decoder, encoder, settings, true, false);
        this.owner = owner;
        this.budget = budget;
        decoder.frameListener(new Frames());
        connection().addListener(new Http2ConnectionAdapter() {
            @Override
            public void onStreamClosed(Http2Stream stream) {
                owner.closed(stream);
            }
        });
        encoder.flowController().listener(owner::writable);
    }

    /** Not in a pipeline yet. */
    public static Http2ServerHandler create(LimitsConfig limits, FrameBudget budget, Owner owner) {
        Http2Connection connection = new DefaultHttp2Connection(true, 0);
        // RFC 9113 section 5.3: priorities are deprecated, and each stream has its turn.
        connection
                .remote()
                .flowController(
                        new DefaultHttp2RemoteFlowController(connection, new UniformStreamByteDistributor(connection)));
        StreamHistory history = new StreamHistory();
        StrictFrameReader reader = new StrictFrameReader(new SectionDecoder(limits), connection, history);
        ServerFrameWriter writer = new ServerFrameWriter(
                new DefaultHttp2FrameWriter(Http2HeadersEncoder.NEVER_SENSITIVE, true), MOST_STREAMS, history);
        Http2ConnectionEncoder encoder = new DefaultHttp2ConnectionEncoder(connection, writer);
        Http2ConnectionDecoder decoder = new DefaultHttp2ConnectionDecoder(
                connection, encoder, reader, Http2PromisedRequestVerifier.ALWAYS_VERIFY, true, true, false, false);
        Http2Settings settings = new Http2Settings().maxHeaderListSize(SectionDecoder.largest(limits));
        settings.put(ENABLE_CONNECT_PROTOCOL, Long.valueOf(1));
        return new Http2ServerHandler(decoder, encoder, settings, owner, budget);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
        ctx.channel().config().setAutoRead(true);
        super.handlerAdded(ctx);
        Http2Stream whole = connection().connectionStream();
        int more = WINDOW - decoder().flowController().initialWindowSize();
        decoder().flowController().incrementWindowSize(whole, more);
        owner.opened(ctx);
        ctx.flush();
    }

    /** Streams that are left are over, and what they had to send is released. */
    @Override
    protected void handlerRemoved0(ChannelHandlerContext ctx) throws Exception {
        super.handlerRemoved0(ctx);
        encoder().close();
        decoder().close();
        connection().close(ctx.newPromise());
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        owner.inactive();
        super.channelInactive(ctx);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
        owner.readComplete();
        super.channelReadComplete(ctx);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) throws Exception {
        ctx.channel().config().setAutoRead(ctx.channel().isWritable());
        super.channelWritabilityChanged(ctx);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        owner.event(event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) throws Exception {
        if (cause instanceof IOException) {
            ctx.close();
        } else {
            onError(ctx, false, cause);
        }
    }

    @Override
    protected void onStreamError(
            ChannelHandlerContext ctx, boolean outbound, Throwable cause, Http2Exception.StreamException error) {
        Http2Stream stream = connection().stream(error.streamId());
        if (outbound) {
            super.onStreamError(ctx, true, cause, error);
        } else if (error instanceof Http2Exception.HeaderListSizeException) {
            tooLarge(ctx, error.streamId());
        } else if (!budget.spend(Flood.STREAM_ERROR)) {
            owner.event(Flood.STREAM_ERROR);
        } else {
            if (stream != null) {
                owner.broken(stream);
            }
            super.onStreamError(ctx, false, cause, error);
        }
    }

    private void tooLarge(ChannelHandlerContext ctx, int id) {
        if (!budget.spend(Flood.LARGE_HEAD)) {
            owner.event(Flood.LARGE_HEAD);
            return;
        }
        try {
            Http2Stream stream = connection().stream(id);
            if (stream != null) {
                // Trailers.
                owner.broken(stream);
                encoder().writeRstStream(ctx, id, Http2Error.PROTOCOL_ERROR.code(), ctx.newPromise());
            } else {
                owner.tooLarge(connection().remote().createStream(id, false));
            }
        } catch (Http2Exception e) {
            onError(ctx, false, e);
        }
    }

    @Override
    protected void onConnectionError(
            ChannelHandlerContext ctx, boolean outbound, Throwable cause, @Nullable Http2Exception error) {
        if (cause instanceof IOException) {
            ctx.close();
            return;
        }
        if (error == null) {
            LOG.error("a connection of HTTP/2 failed", cause);
        }
        fail(ctx, error == null ? Http2Error.INTERNAL_ERROR : error.error());
    }

    /** Tells the client that the connection is beyond use, and why. */
    public void fail(ChannelHandlerContext ctx, Http2Error error) {
        int last = Math.max(0, connection().remote().lastStreamCreated());
        encoder().frameWriter().writeGoAway(ctx, last, error.code(), Unpooled.EMPTY_BUFFER, ctx.newPromise());
        owner.failed();
    }

    private final class Frames extends Http2FrameAdapter {
        @Override
        public int onDataRead(ChannelHandlerContext ctx, int id, ByteBuf data, int padding, boolean end)
                throws Http2Exception {
            int length = data.readableBytes();
            Http2Stream stream = connection().stream(id);
            return stream != null && owner.data(stream, data, end) ? padding : padding + length;
        }

        @Override
        public void onHeadersRead(
                ChannelHandlerContext ctx,
                int id,
                Http2Headers headers,
                int dependency,
                short weight,
                boolean exclusive,
                int padding,
                boolean end)
                throws Http2Exception {
            Http2Stream stream = connection().stream(id);
            if (stream != null) {
                owner.section(stream, (RequestSection) headers, end);
            }
        }

        @Override
        public void onRstStreamRead(ChannelHandlerContext ctx, int id, long error) {
            Http2Stream stream = connection().stream(id);
            if (stream != null) {
                owner.reset(stream);
            }
        }

        @Override
        public void onPingAckRead(ChannelHandlerContext ctx, long data) {
            owner.pong();
        }

        @Override
        public void onGoAwayRead(ChannelHandlerContext ctx, int last, long error, ByteBuf debugData) {
            owner.leaving();
        }
    }
}
