package io.tenbin.proxy.log;

/**
 * Timers of a relayed connection in milliseconds (configuration manual 8.4); -1 for a phase that was not reached.
 *
 * @param queue {@code %Tw}: waiting for a server
 * @param connect {@code %Tc}: until the connection to it stood, retries included
 * @param total {@code %Tt}: from accept to the end
 */
public record TcpTimers(long queue, long connect, long total) {}
