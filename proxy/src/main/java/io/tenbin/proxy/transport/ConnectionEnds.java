package io.tenbin.proxy.transport;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The ends of a client's connection, as they are known: those of the socket, or those that a load balancer in front tells.
 *
 * @param client who connected
 * @param destination what it connected to, as far as that is known: the proxy's own address with the listener's port, not the
 *     one that the pod binds; or what the header of the PROXY protocol says
 * @param tls what protects it; null if nothing does, or if it is the server that does
 * @param told what the header of the PROXY protocol said beside the addresses; null for nothing
 */
public record ConnectionEnds(
        InetSocketAddress client,
        InetSocketAddress destination,
        @Nullable TlsFacts tls,
        @Nullable ProxyFields told) {

    /** Ends without TLS. */
    public ConnectionEnds(InetSocketAddress client, InetSocketAddress destination) {
        this(client, destination, null, null);
    }

    /** Ends of which no header told. */
    public ConnectionEnds(InetSocketAddress client, InetSocketAddress destination, @Nullable TlsFacts tls) {
        this(client, destination, tls, null);
    }

    /** The same, protected so. */
    public ConnectionEnds with(TlsFacts facts) {
        return new ConnectionEnds(client, destination, facts, told);
    }
}
