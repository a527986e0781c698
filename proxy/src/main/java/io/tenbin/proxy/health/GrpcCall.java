package io.tenbin.proxy.health;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.util.AsciiString;
import io.netty.util.NetUtil;
import io.tenbin.proxy.upstream.CheckStatus;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The call of a gRPC check (gRPC Health Checking Protocol; gRPC over HTTP2): {@code Check} with an empty request, which asks for
 * the server as a whole.
 */
final class GrpcCall extends Http2FrameAdapter implements Conversation {
    private static final AsciiString PATH = AsciiString.cached("/grpc.health.v1.Health/Check");
    private static final AsciiString CONTENT_TYPE = AsciiString.cached("content-type");
    private static final AsciiString GRPC = AsciiString.cached("application/grpc");
    private static final AsciiString GRPC_STATUS = AsciiString.cached("grpc-status");
    private static final AsciiString AGENT = AsciiString.cached("tenbin-health-check");
    private static final int MOST_HEADERS = 8 << 10;

    /** The connection's only one. */
    private static final int STREAM = 1;

    private final InetSocketAddress address;
    private final String scheme;
    private final ProbeRun run;
    private final GrpcHealthAnswer answer = new GrpcHealthAnswer();
    private final Http2ConnectionHandler connection = new Http2ConnectionHandlerBuilder()
            .server(false)
            .initialSettings(Http2Settings.defaultSettings().pushEnabled(false).maxHeaderListSize(MOST_HEADERS))
            .gracefulShutdownTimeoutMillis(0)
            .frameListener(this)
            .build();
    private @Nullable ChannelHandlerContext context;
    private boolean speaksHttp2;

    /** @param scheme {@code http} or {@code https} */
    GrpcCall(InetSocketAddress address, String scheme, ProbeRun run) {
        this.address = address;
        this.scheme = scheme;
        this.run = run;
    }

    @Override
    public void join(ChannelPipeline pipeline) {
        pipeline.channel().config().setAutoRead(true);
        pipeline.addLast(connection, new End());
        context = pipeline.context(connection);
    }

    @Override
    public void begin() {
        ChannelHandlerContext ctx = context;
        if (ctx == null) {
            throw new IllegalStateException("the call is in no pipeline");
        }
        Http2Headers headers = new DefaultHttp2Headers()
                .method("POST")
                .scheme(scheme)
                .authority(NetUtil.toSocketAddressString(address))
                .path(PATH)
                .add(CONTENT_TYPE, GRPC)
                .add("te", "trailers")
                .add("user-agent", AGENT);
        var _ = connection.encoder().writeHeaders(ctx, STREAM, headers, 0, false, ctx.newPromise());
        // A message of no bytes, not compressed.
        ByteBuf message = Unpooled.wrappedBuffer(new byte[GrpcHealthAnswer.PREFIX]);
        var _ = connection.encoder().writeData(ctx, STREAM, message, 0, true, ctx.newPromise());
        // Not the context's: data waits in the handler for its own flush.
        connection.flush(ctx);
    }

    @Override
    public CheckStatus timedOut() {
        return CheckStatus.L7TOUT;
    }

    @Override
    public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings) {
        speaksHttp2 = true;
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
            boolean last) {
        onHeadersRead(ctx, stream, headers, padding, last);
    }

    @Override
    public void onHeadersRead(ChannelHandlerContext ctx, int stream, Http2Headers headers, int padding, boolean last) {
        CharSequence status = headers.status();
        if (status != null && status.charAt(0) == '1') {
            return;
        }
        if (status != null && !AsciiString.contentEquals(status, "200")) {
            run.end(CheckStatus.L7STS, code(status), "");
            return;
        }
        answer.status(headers.get(GRPC_STATUS));
        over(last);
    }

    @Override
    public int onDataRead(ChannelHandlerContext ctx, int stream, ByteBuf data, int padding, boolean last) {
        int length = data.readableBytes() + padding;
        if (answer.add(data)) {
            over(last);
        } else {
            invalid("a longer message than HealthCheckResponse");
        }
        return length;
    }

    private void over(boolean last) {
        if (last) {
            String problem = answer.problem();
            run.end(problem.isEmpty() ? CheckStatus.L7OK : CheckStatus.L7STS, 0, problem);
        }
    }

    @Override
    public void onRstStreamRead(ChannelHandlerContext ctx, int stream, long errorCode) {
        invalid("the server reset the call, code " + errorCode);
    }

    @Override
    public void onGoAwayRead(ChannelHandlerContext ctx, int lastStream, long errorCode, ByteBuf debugData) {
        invalid("the server sent GOAWAY, code " + errorCode);
    }

    private void invalid(String why) {
        run.end(CheckStatus.L7RSP, 0, why);
    }

    private static int code(CharSequence status) {
        return status.length() == 3 && status.chars().allMatch(c -> c >= '0' && c <= '9')
                ? Integer.parseInt(status.toString())
                : 0;
    }

    /** Hears of the connection's end. */
    private final class End extends ChannelInboundHandlerAdapter {
        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            invalid(speaksHttp2 ? "connection closed before the answer" : "no HTTP/2 answer");
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            // A reset, mostly; the connection's end follows.
            var _ = ctx.close();
        }
    }
}
