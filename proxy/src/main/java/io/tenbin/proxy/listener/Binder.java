package io.tenbin.proxy.listener;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.tenbin.config.ListenerConfig;
import io.tenbin.proxy.transport.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;

/** Binds sockets that accept nothing yet. */
final class Binder {
    /** As much as the system allows: net.core.somaxconn bounds it. */
    private static final int BACKLOG = 65_535;

    /** What a slow reader may hold of the proxy's memory, per connection and direction, before the other side pauses. */
    private static final WriteBufferWaterMark WATER_MARKS = new WriteBufferWaterMark(64 << 10, 128 << 10);

    private final Transport transport;
    private final AcceptGate gate;
    private final String wildcard;

    Binder(Transport transport, AcceptGate gate) {
        this.transport = transport;
        this.gate = gate;
        this.wildcard = wildcard();
    }

    /** Binds the listener's port on all addresses. Waits for the event loop: not for an event loop to call. */
    Port bind(ListenerConfig listener) throws BindFailure {
        Port.Children children = new Port.Children();
        PortGate ofPort = new PortGate(gate, children);
        ServerBootstrap bootstrap = transport
                .server()
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARKS)
                .handler(ofPort)
                .childHandler(children);
        ChannelFuture bound = bootstrap
                .bind(new InetSocketAddress(wildcard, listener.bindPort()))
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new BindFailure(listener, bound.cause());
        }
        return new Port(listener.bindPort(), bound.channel(), children, ofPort);
    }

    /** Both address families through one socket where the system has IPv6, else IPv4. */
    private static String wildcard() {
        try (ServerSocketChannel probe = ServerSocketChannel.open(StandardProtocolFamily.INET6)) {
            probe.bind(new InetSocketAddress("::", 0));
            return "::";
        } catch (IOException | UnsupportedOperationException e) {
            return "0.0.0.0";
        }
    }
}
