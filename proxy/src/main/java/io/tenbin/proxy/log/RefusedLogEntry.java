package io.tenbin.proxy.log;

import java.net.InetSocketAddress;

/**
 * A connection that never came to a request or a relay.
 *
 * @param client as far as it is known
 * @param time of the accept, in milliseconds since 1970
 * @param listener the listener's name
 * @param reason why it was closed
 */
public record RefusedLogEntry(InetSocketAddress client, long time, String listener, String reason) {}
