package io.tenbin.proxy.upstream;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2LocalFlowController;
import io.netty.handler.codec.http2.DefaultHttp2RemoteFlowController;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.handler.codec.http2.UniformStreamByteDistributor;
import io.netty.util.AsciiString;
import io.tenbin.proxy.http1.FieldNames;
import io.tenbin.proxy.http1.ResponseDecoder;
import org.jspecify.annotations.Nullable;

/**
 * Frames, HPACK and the states of streams (RFC 9113), which are Netty's, and how a server's connection ends, which is told to
 * {@link Http2Connection}.
 */
final class Http2Codec extends Http2ConnectionHandler {
    private static final AsciiString PROXY_AUTHORIZATION = AsciiString.cached("proxy-authorization");

    /** Bytes of all streams together that a server may send ahead. They are acknowledged as they come: those of a stream, as they are taken. */
    private static final int WINDOW = 1 << 20;

    private final Http2Connection owner;
    private boolean reading;
    private @Nullable ChannelHandlerContext context;

    private Http2Codec(
            Http2ConnectionDecoder decoder,
            Http2ConnectionEncoder encoder,
            Http2Settings settings,
            Http2Connection owner) {
        super(decoder, encoder, settings, true, false);
        this.owner = owner;
    }

    /** Of a connection from here. */
    static Http2Codec of(Http2Connection owner) {
        DefaultHttp2Connection connection = new DefaultHttp2Connection(false, 0);
        // What one client does not take holds up its own stream only.
        connection.local().flowController(new DefaultHttp2LocalFlowController(connection, 0.5f, true));
        connection
                .remote()
                .flowController(new DefaultHttp2RemoteFlowController(
                        connection, new UniformStreamByteDistributor(connection), owner));
        connection.addListener(owner);
        return new Builder(connection, owner).build();
    }

    private static final class Builder extends AbstractHttp2ConnectionHandlerBuilder<Http2Codec, Builder> {
        private final Http2Connection owner;

        Builder(DefaultHttp2Connection connection, Http2Connection owner) {
            this.owner = owner;
            connection(connection);
            frameListener(owner);
            initialSettings(new Http2Settings().pushEnabled(false).maxHeaderListSize(ResponseDecoder.DEFAULT_HEAD));
            // It is advice (RFC 9113 section 6.5.2): a server that has too much of a head answers so.
            encoderIgnoreMaxHeaderListSize(true);
            headerSensitivityDetector((name, value) -> isSecret(name));
            gracefulShutdownTimeoutMillis(0);
        }

        @Override
        public Http2Codec build() {
            return super.build();
        }

        @Override
        protected Http2Codec build(
                Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings) {
            return new Http2Codec(decoder, encoder, settings, owner);
        }

        /** RFC 7541 section 7.1.3: clients share the table of a connection, but not their secrets. */
        private static boolean isSecret(CharSequence name) {
            return AsciiString.contentEqualsIgnoreCase(name, FieldNames.AUTHORIZATION)
                    || AsciiString.contentEqualsIgnoreCase(name, FieldNames.COOKIE)
                    || AsciiString.contentEqualsIgnoreCase(name, PROXY_AUTHORIZATION);
        }
    }

    ChannelHandlerContext context() {
        ChannelHandlerContext ctx = context;
        if (ctx == null) {
            throw new IllegalStateException("in no pipeline");
        }
        return ctx;
    }

    /** More than the 64 KiB that a connection begins with. */
    void widen() throws Http2Exception {
        decoder()
                .flowController()
                .incrementWindowSize(
                        connection().connectionStream(),
                        WINDOW
                                - decoder()
                                        .flowController()
                                        .windowSize(connection().connectionStream()));
    }

    /** Writes out what was written since; later, if that will happen by itself. */
    void flushed() {
        if (!reading) {
            flush(context());
        }
    }

    /** Closes at once what nobody needs any more, but says so. */
    void farewell() {
        ChannelHandlerContext ctx = context();
        if (ctx.channel().isActive()) {
            goAway(ctx, 0, 0, ctx.alloc().buffer(0), ctx.newPromise());
            ctx.flush();
        }
        ctx.close();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
        context = ctx;
        super.handlerAdded(ctx);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        reading = true;
        super.channelRead(ctx, message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
        owner.readComplete();
        reading = false;
        super.channelReadComplete(ctx);
    }

    /** A server that sends no more has gone: there is no half of a connection in HTTP/2. */
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            ctx.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        owner.gone();
        super.channelInactive(ctx);
    }

    @Override
    protected void onConnectionError(
            ChannelHandlerContext ctx, boolean outbound, Throwable cause, @Nullable Http2Exception failure) {
        owner.broken(failure == null ? cause : failure);
        super.onConnectionError(ctx, outbound, cause, failure);
    }

    @Override
    protected void onStreamError(
            ChannelHandlerContext ctx, boolean outbound, Throwable cause, Http2Exception.StreamException failure) {
        Http2Stream stream = connection().stream(failure.streamId());
        if (stream != null) {
            owner.broken(stream);
        } else if (outbound) {
            // What was still to be sent on a stream that is gone.
            return;
        }
        super.onStreamError(ctx, outbound, cause, failure);
    }

    /** A reset, mostly. The channel's end says the rest. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) throws Exception {
        if (cause instanceof Http2Exception) {
            super.exceptionCaught(ctx, cause);
        } else {
            ctx.close();
        }
    }
}
