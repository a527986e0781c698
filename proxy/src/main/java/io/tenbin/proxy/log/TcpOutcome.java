package io.tenbin.proxy.log;

/**
 * How a relayed connection ended.
 *
 * @param bytes {@code %B}: from server to client
 * @param termination {@code %ts}: two characters (configuration manual 8.5)
 */
public record TcpOutcome(long bytes, String termination) {}
