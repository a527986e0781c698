package io.tenbin.proxy.listener;

import io.netty.channel.Channel;
import io.tenbin.proxy.transport.ConnectionEnds;

/** What is done with a client's connection. There is one handler per protocol, shared by all listeners and event loops. */
public interface ConnectionHandler {

    /**
     * Fills the pipeline of a connection just accepted. Runs on the channel's event loop, before the channel's activity is told
     * and before anything of the client is read: a handler that wants to read by demand turns {@code AUTO_READ} off here.
     */
    void initialize(Channel downstream, ListenerContext listener, ConnectionEnds ends);
}
