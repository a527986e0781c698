package io.tenbin.proxy.log;

import java.net.InetSocketAddress;

/**
 * One line of {@code option httplog} (configuration manual 8.2.3). Its parts are read on another thread, later.
 *
 * @param client {@code %ci:%cp}
 * @param time {@code %tr}: milliseconds since the epoch of the request's first byte
 */
public record HttpLogEntry(
        InetSocketAddress client, long time, LogRoute route, HttpTimers timers, HttpOutcome outcome, LogLoad load) {}
