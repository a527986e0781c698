package io.tenbin.proxy.tcp;

import io.netty.channel.Channel;
import io.tenbin.proxy.listener.ConnectionHandler;
import io.tenbin.proxy.listener.ListenerContext;
import io.tenbin.proxy.log.AccessLog;
import io.tenbin.proxy.transport.Transport;

/** Relays connections of TCP listeners to an endpoint of their Backend. */
public final class TcpConnectionHandler implements ConnectionHandler {

    public TcpConnectionHandler(Transport transport, AccessLog log) {}

    @Override
    public void initialize(Channel downstream, ListenerContext listener) {
        downstream.close();
    }
}
