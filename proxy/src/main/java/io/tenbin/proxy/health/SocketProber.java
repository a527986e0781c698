package io.tenbin.proxy.health;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.tenbin.config.GrpcProbe;
import io.tenbin.config.HealthCheckConfig;
import io.tenbin.config.HttpProbe;
import io.tenbin.config.SendProxyProtocol;
import io.tenbin.config.TcpProbe;
import io.tenbin.config.TlsProbe;
import io.tenbin.proxy.transport.Transport;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Checks over connections of their own. */
final class SocketProber implements Prober {
    private static final ChannelHandler NOTHING = new ChannelInboundHandlerAdapter() {
        @Override
        public boolean isSharable() {
            return true;
        }

        // Of a handshake, whose end tells.
        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    };

    private final Transport transport;

    SocketProber(Transport transport) {
        this.transport = transport;
    }

    @Override
    public Run begin(EventLoop loop, InetSocketAddress address, CheckPlan plan, Verdict verdict) {
        HealthCheckConfig config = plan.config();
        Bootstrap bootstrap = transport.client(loop).option(ChannelOption.AUTO_READ, false);
        SendProxyProtocol header = config.sendProxyProtocol();
        boolean secured = plan.protection() != null;
        boolean speaksFirst = !secured && (config.probe() instanceof TlsProbe || config.probe() instanceof GrpcProbe);
        ProbeRun run = new ProbeRun(loop, speaksFirst ? null : header, verdict);
        Conversation conversation = switch (config.probe()) {
            case TcpProbe _ -> null;
            case TlsProbe _ -> secured ? null : new TlsHandshake(run);
            case HttpProbe http -> new HttpExchange(http, address, run);
            case GrpcProbe _ -> new GrpcCall(address, secured ? "https" : "http", run);
        };
        if (secured) {
            bootstrap.handler(NOTHING);
        } else if (conversation == null) {
            // A reset instead of a FIN, as HAProxy does: thousands of checks leave no sockets in TIME_WAIT.
            // But a header is to arrive.
            if (header == null) {
                bootstrap.option(ChannelOption.SO_LINGER, 0);
            }
            bootstrap.handler(NOTHING);
        } else {
            bootstrap.handler(handlers(conversation, speaksFirst ? header : null));
        }
        run.begin(bootstrap, address, conversation, secured ? plan : null);
        return run;
    }

    /** @param header what has to be sent before the conversation's handlers begin by themselves; null for nothing */
    private static ChannelHandler handlers(Conversation conversation, @Nullable SendProxyProtocol header) {
        return new ChannelInitializer<SocketChannel>() {
            @Override
            protected void initChannel(SocketChannel channel) {
                if (header != null) {
                    channel.pipeline().addLast(headerFirst(header));
                }
                conversation.join(channel.pipeline());
            }
        };
    }

    private static ChannelHandler headerFirst(SendProxyProtocol header) {
        return new ChannelInboundHandlerAdapter() {
            @Override
            public void channelActive(ChannelHandlerContext ctx) {
                ProbeRun.sendHeader(ctx.channel(), ctx, header);
                ctx.fireChannelActive();
            }
        };
    }
}
