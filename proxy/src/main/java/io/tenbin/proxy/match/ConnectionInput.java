package io.tenbin.proxy.match;

import java.net.InetAddress;

/** What rules see of a connection. */
public interface ConnectionInput {

    /** The client's address. */
    InetAddress sourceAddress();

    /** The client's port. */
    int sourcePort();

    /** The address that the client connected to, as far as it is known here: the proxy's own. */
    InetAddress destinationAddress();

    /** The port that the client connected to: the listener's, not what the proxy binds; or what the PROXY protocol tells. */
    int destinationPort();

    /** How many servers of the Backend new work can go to; 0 of one that does not exist. */
    int serversUp(String backend);
}
