package io.tenbin.proxy.transport;

import java.net.InetSocketAddress;

/**
 * The ends of a client's connection, as they are known: those of the socket, or those that a load balancer in front tells.
 *
 * @param client who connected
 * @param destination what it connected to, as far as that is known: the proxy's own address with the listener's port, not the
 *     one that the pod binds; or what the header of the PROXY protocol says
 */
public record ConnectionEnds(InetSocketAddress client, InetSocketAddress destination) {}
