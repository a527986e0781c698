package io.tenbin.proxy.tls;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;

/** The end of one direction of a connection. */
public final class HalfClose {
    private HalfClose() {}

    /**
     * Sends no more: in TLS a close_notify, without which the other side would have to take the end for a cut (RFC 8446 section
     * 6.1), and then a FIN. To be called when what was written before is with the kernel.
     */
    public static void of(DuplexChannel channel) {
        ChannelHandlerContext tls = channel.pipeline().context(SslHandler.class);
        if (tls == null) {
            channel.shutdownOutput();
            return;
        }
        SslHandler handler = (SslHandler) tls.handler();
        // The empty write, below TLS, completes when the close_notify is with the kernel.
        handler.closeOutbound()
                .addListener(closed -> tls.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(flushed -> {
                    if (channel.isActive()) {
                        channel.shutdownOutput();
                    }
                }));
    }
}
