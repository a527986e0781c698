package io.tenbin.proxy.snapshot;

import io.tenbin.config.TcpListenerConfig;

/**
 * A TCP listener.
 *
 * @param backend where every connection goes
 */
public record TcpListenerView(TcpListenerConfig config, BackendView backend) implements ListenerView {}
