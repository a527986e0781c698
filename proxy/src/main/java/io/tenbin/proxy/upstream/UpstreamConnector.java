package io.tenbin.proxy.upstream;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.tenbin.proxy.transport.Transport;
import java.time.Duration;

/** Opens connections to endpoints, on the event loop that will use them. */
public final class UpstreamConnector {
    private final Transport transport;

    public UpstreamConnector(Transport transport) {
        this.transport = transport;
    }

    /**
     * Begins to connect. The channel reads only when asked to. A failed write closes neither the channel nor its input, so that
     * an answer that a server gave before it stopped listening can be read; a FIN does not close it either. Both come as
     * events to the handler, which is there before the connect.
     *
     * <p>Waits while there are as many connections to the endpoint as may be. Given up at once when the endpoint retires. Failures are told to the endpoint, where they are its fault.
     *
     * @param opening what comes before it stands for the listener; its time is the connect's
     * @return to give it up
     */
    public ConnectAttempt connect(
            EventLoop loop,
            Endpoint endpoint,
            Duration timeout,
            ChannelHandler handler,
            Opening opening,
            ConnectListener<Channel> listener) {
        ConnectAttempt attempt = new ConnectAttempt(loop, endpoint, opening, listener);
        attempt.begin(
                timeout,
                () -> transport
                        .client(loop)
                        .handler(handler)
                        .option(ChannelOption.AUTO_READ, false)
                        .option(ChannelOption.AUTO_CLOSE, false)
                        .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
                        .connect(endpoint.address()));
        return attempt;
    }
}
