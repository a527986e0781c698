package io.tenbin.proxy.tcp;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.tenbin.proxy.dispatch.Connector;
import io.tenbin.proxy.tls.ServerTls;
import io.tenbin.proxy.upstream.ConnectAttempt;
import io.tenbin.proxy.upstream.ConnectListener;
import io.tenbin.proxy.upstream.Endpoint;
import io.tenbin.proxy.upstream.Opening;
import io.tenbin.proxy.upstream.Preface;
import io.tenbin.proxy.upstream.UpstreamConnector;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * New connections for one session: a relayed connection is never used again.
 *
 * @param preface what they begin with; null for nothing
 */
record TcpConnector(
        UpstreamConnector connector,
        EventLoop loop,
        @Nullable Preface preface) implements Connector<Channel> {
    /** Nothing is read before the relay begins, and an attempt that was given up has nothing to tell the session. */
    private static final ChannelHandler NOTHING = new Nothing();

    @Override
    public @Nullable Channel idle(Endpoint endpoint, @Nullable ServerTls tls, long nanoTime) {
        return null;
    }

    @Override
    public ConnectAttempt open(
            Endpoint endpoint, @Nullable ServerTls tls, Duration timeout, ConnectListener<Channel> listener) {
        return connector.connect(loop, endpoint, timeout, NOTHING, new Opening(preface, tls), listener);
    }

    @Sharable
    private static final class Nothing extends ChannelInboundHandlerAdapter {
        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }
}
