package io.tenbin.proxy.log;

import java.net.InetSocketAddress;

/**
 * One line of {@code option tcplog} (configuration manual 8.2.2).
 *
 * @param client {@code %ci:%cp}
 * @param time {@code %t}: milliseconds since the epoch of the accept
 */
public record TcpLogEntry(
        InetSocketAddress client, long time, LogRoute route, TcpTimers timers, TcpOutcome outcome, LogLoad load) {}
