package io.tenbin.proxy.tcp;

import io.tenbin.proxy.match.ConnectionInput;
import io.tenbin.proxy.snapshot.TcpListenerView;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** A connection as rules see it. */
record ConnectionView(InetSocketAddress client, InetSocketAddress local, TcpListenerView listener)
        implements ConnectionInput {

    @Override
    public InetAddress sourceAddress() {
        return client.getAddress();
    }

    @Override
    public int sourcePort() {
        return client.getPort();
    }

    @Override
    public InetAddress destinationAddress() {
        return local.getAddress();
    }

    @Override
    public int destinationPort() {
        return listener.config().port();
    }

    @Override
    public int serversUp(String backend) {
        return listener.serversUp(backend);
    }
}
