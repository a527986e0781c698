package io.tenbin.proxy.tcp;

import io.tenbin.proxy.match.ConnectionInput;
import io.tenbin.proxy.snapshot.TcpListenerView;
import io.tenbin.proxy.transport.ConnectionEnds;
import java.net.InetAddress;

/** A connection as rules see it. */
record ConnectionView(ConnectionEnds ends, TcpListenerView listener) implements ConnectionInput {

    @Override
    public InetAddress sourceAddress() {
        return ends.client().getAddress();
    }

    @Override
    public int sourcePort() {
        return ends.client().getPort();
    }

    @Override
    public InetAddress destinationAddress() {
        return ends.destination().getAddress();
    }

    @Override
    public int destinationPort() {
        return ends.destination().getPort();
    }

    @Override
    public int serversUp(String backend) {
        return listener.serversUp(backend);
    }
}
