package io.tenbin.proxy.health;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.AsciiString;
import io.netty.util.NetUtil;
import io.netty.util.ReferenceCountUtil;
import io.tenbin.config.HttpProbe;
import io.tenbin.proxy.http1.DecodeFailure;
import io.tenbin.proxy.http1.FieldNames;
import io.tenbin.proxy.http1.Fields;
import io.tenbin.proxy.http1.HeadEncoder;
import io.tenbin.proxy.http1.ResponseDecoder;
import io.tenbin.proxy.http1.ResponseHead;
import io.tenbin.proxy.upstream.CheckStatus;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** The request of an HTTP check, and the head of its answer; the body interests nobody. */
final class HttpExchange extends ChannelInboundHandlerAdapter implements Conversation {
    private static final AsciiString CLOSE = AsciiString.cached("close");
    private static final AsciiString AGENT = AsciiString.cached("tenbin-health-check");
    private final HttpProbe probe;
    private final InetSocketAddress address;
    private final ProbeRun run;
    private final AsciiString method;
    private final ResponseDecoder decoder = new ResponseDecoder();
    private @Nullable ChannelHandlerContext context;

    HttpExchange(HttpProbe probe, InetSocketAddress address, ProbeRun run) {
        this.probe = probe;
        this.address = address;
        this.run = run;
        this.method = new AsciiString(probe.method());
    }

    @Override
    public void join(ChannelPipeline pipeline) {
        pipeline.addLast(decoder, this);
    }

    @Override
    public CheckStatus timedOut() {
        return CheckStatus.L7TOUT;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void begin() {
        ChannelHandlerContext ctx = context;
        if (ctx == null) {
            throw new IllegalStateException("the exchange is in no pipeline");
        }
        String host = probe.host();
        Fields fields = new Fields();
        fields.add(FieldNames.HOST, new AsciiString(host == null ? NetUtil.toSocketAddressString(address) : host));
        fields.add(FieldNames.USER_AGENT, AGENT);
        fields.add(FieldNames.CONNECTION, CLOSE);
        decoder.expect(method);
        var _ = ctx.writeAndFlush(HeadEncoder.request(ctx.alloc(), method, new AsciiString(probe.path()), fields));
        ctx.read();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        switch (message) {
            case ResponseHead head -> answered(head);
            case DecodeFailure failure -> run.end(CheckStatus.L7RSP, 0, failure.reason());
            default -> ReferenceCountUtil.release(message);
        }
    }

    private void answered(ResponseHead head) {
        if (head.interim()) {
            return;
        }
        boolean good = probe.expects(head.status());
        run.end(good ? CheckStatus.L7OK : CheckStatus.L7STS, head.status(), good ? "" : Shown.of(head.reason()));
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        ctx.read();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            lost();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        lost();
    }

    /** A reset, mostly. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        lost();
    }

    private void lost() {
        run.end(CheckStatus.L7RSP, 0, "connection closed before the answer");
    }
}
