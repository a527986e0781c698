package io.tenbin.proxy.health;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.tenbin.config.HealthCheckConfig;
import io.tenbin.config.HttpProbe;
import io.tenbin.config.TcpProbe;
import io.tenbin.proxy.transport.Transport;
import java.net.InetSocketAddress;

/** Checks over connections of their own. */
final class SocketProber implements Prober {
    private static final ChannelHandler NOTHING = new ChannelInboundHandlerAdapter() {
        @Override
        public boolean isSharable() {
            return true;
        }
    };

    private final Transport transport;

    SocketProber(Transport transport) {
        this.transport = transport;
    }

    @Override
    public Run begin(EventLoop loop, InetSocketAddress address, HealthCheckConfig config, Verdict verdict) {
        Bootstrap bootstrap = transport.client(loop).option(ChannelOption.AUTO_READ, false);
        ProbeRun run = new ProbeRun(loop, config.sendProxyProtocol(), verdict);
        switch (config.probe()) {
            // A reset instead of a FIN, as HAProxy does: thousands of checks leave no sockets in TIME_WAIT.
            // But a header is to arrive.
            case TcpProbe _ -> {
                if (config.sendProxyProtocol() == null) {
                    bootstrap.option(ChannelOption.SO_LINGER, 0);
                }
                run.begin(bootstrap.handler(NOTHING), address, null);
            }
            case HttpProbe http -> {
                HttpExchange exchange = new HttpExchange(http, address, run);
                run.begin(bootstrap.handler(handlers(exchange)), address, exchange);
            }
        }
        return run;
    }

    private static ChannelHandler handlers(HttpExchange exchange) {
        return new ChannelInitializer<SocketChannel>() {
            @Override
            protected void initChannel(SocketChannel channel) {
                channel.pipeline().addLast(exchange.decoder(), exchange);
            }
        };
    }
}
