package io.tenbin.proxy.upstream;

import io.netty.channel.Channel;
import io.tenbin.config.SendProxyProtocol;
import io.tenbin.proxy.proxyprotocol.ProxyHeaderWriter;
import io.tenbin.proxy.transport.ConnectionEnds;

/**
 * What a connection to a server begins with, where servers are to know who the client is.
 *
 * @param version of the PROXY protocol
 * @param ends the client's
 */
public record Preface(SendProxyProtocol version, ConnectionEnds ends) {

    /** Sends it, before anything else. */
    public void send(Channel connected) {
        var _ = connected.writeAndFlush(
                ProxyHeaderWriter.write(connected.alloc(), version, ends), connected.voidPromise());
    }
}
