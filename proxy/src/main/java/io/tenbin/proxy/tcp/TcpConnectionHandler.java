package io.tenbin.proxy.tcp;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.tenbin.config.SendProxyProtocol;
import io.tenbin.proxy.balance.BalanceInput;
import io.tenbin.proxy.dispatch.Dispatch;
import io.tenbin.proxy.listener.ConnectionHandler;
import io.tenbin.proxy.listener.ListenerContext;
import io.tenbin.proxy.log.AccessLog;
import io.tenbin.proxy.snapshot.BackendView;
import io.tenbin.proxy.snapshot.TcpListenerView;
import io.tenbin.proxy.snapshot.TcpRoute;
import io.tenbin.proxy.transport.ConnectionEnds;
import io.tenbin.proxy.transport.LoopTimer;
import io.tenbin.proxy.transport.Shutdown;
import io.tenbin.proxy.transport.Transport;
import io.tenbin.proxy.upstream.Preface;
import io.tenbin.proxy.upstream.UpstreamConnector;
import org.jspecify.annotations.Nullable;

/** Relays connections of TCP listeners to an endpoint of their Backend. */
public final class TcpConnectionHandler implements ConnectionHandler {
    private final UpstreamConnector connector;
    private final AccessLog log;

    public TcpConnectionHandler(Transport transport, AccessLog log) {
        this.connector = new UpstreamConnector(transport);
        this.log = log;
    }

    @Override
    public void initialize(Channel downstream, ListenerContext listener, ConnectionEnds ends) {
        TcpListenerView view = listener.live().current().tcpListener(listener.name());
        if (view == null) {
            // It became an HTTP listener between the accept and now.
            downstream.close();
            return;
        }
        switch (view.route(new ConnectionView(ends, view))) {
            case TcpRoute.To(BackendView backend) -> relay(downstream, listener, view, backend, ends);
            case TcpRoute.Reject _ -> reject(downstream, listener);
        }
    }

    private void relay(
            Channel downstream,
            ListenerContext listener,
            TcpListenerView view,
            BackendView backend,
            ConnectionEnds ends) {
        downstream.config().setAutoRead(false);
        downstream.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        TcpSession session = new TcpSession(downstream, listener, view, backend, new SessionLog(log, listener, ends));
        downstream.pipeline().addLast(new RelayHandler(session, Side.CLIENT));
        session.start(new Dispatch<>(
                backend,
                BalanceInput.of(ends.client().getAddress()),
                listener.live(),
                LoopTimer.of(downstream.eventLoop()),
                new TcpConnector(connector, downstream.eventLoop(), preface(backend, ends)),
                session));
    }

    private static @Nullable Preface preface(BackendView backend, ConnectionEnds ends) {
        SendProxyProtocol version = backend.config().connection().sendProxyProtocol();
        return version == null ? null : new Preface(version, ends);
    }

    /**
     * With one RST, and without a line in the log, as HAProxy (configuration manual, {@code tcp-request connection}): what is
     * rejected costs nothing but its counter.
     */
    private static void reject(Channel downstream, ListenerContext listener) {
        listener.stats().denied().increment();
        Shutdown.cut(downstream);
    }
}
