package io.tenbin.proxy.snapshot;

import io.tenbin.config.ListenerConfig;

/** A listener and where its traffic goes. */
public sealed interface ListenerView permits HttpListenerView, TcpListenerView {
    ListenerConfig config();
}
