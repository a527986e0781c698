package io.tenbin.proxy.tcp;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.tenbin.proxy.listener.ConnectionHandler;
import io.tenbin.proxy.listener.ListenerContext;
import io.tenbin.proxy.log.AccessLog;
import io.tenbin.proxy.snapshot.TcpListenerView;
import io.tenbin.proxy.transport.Transport;

/** Relays connections of TCP listeners to an endpoint of their Backend. */
public final class TcpConnectionHandler implements ConnectionHandler {
    private final Transport transport;
    private final AccessLog log;

    public TcpConnectionHandler(Transport transport, AccessLog log) {
        this.transport = transport;
        this.log = log;
    }

    @Override
    public void initialize(Channel downstream, ListenerContext listener) {
        TcpListenerView view = listener.live().current().tcpListener(listener.name());
        if (view == null) {
            // It became an HTTP listener between the accept and now.
            downstream.close();
            return;
        }
        downstream.config().setAutoRead(false);
        downstream.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        TcpSession session = new TcpSession(downstream, listener, view, new SessionLog(log, listener, downstream));
        downstream.pipeline().addLast(new RelayHandler(session, Side.CLIENT));
        session.start(new Connecting(transport, session, listener, view));
    }
}
