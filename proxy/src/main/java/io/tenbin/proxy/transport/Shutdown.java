package io.tenbin.proxy.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslHandler;

/** The cut of a connection, which is the same with TLS and without. On the connection's event loop. */
public final class Shutdown {
    private Shutdown() {}

    /** Cuts the connection so that nobody takes it for an end: a reset, and no close_notify. */
    public static void cut(Channel channel) {
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        ChannelHandlerContext tls = channel.pipeline().context(SslHandler.class);
        if (tls == null) {
            channel.close();
        } else {
            tls.close();
        }
    }
}
