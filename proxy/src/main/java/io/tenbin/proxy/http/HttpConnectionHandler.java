package io.tenbin.proxy.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.tenbin.proxy.listener.ConnectionHandler;
import io.tenbin.proxy.listener.ListenerContext;
import io.tenbin.proxy.log.AccessLog;
import io.tenbin.proxy.snapshot.HttpListenerView;
import io.tenbin.proxy.transport.ConnectionEnds;
import io.tenbin.proxy.transport.TlsFacts;
import io.tenbin.proxy.transport.Transport;
import io.tenbin.proxy.upstream.HttpPools;
import io.tenbin.proxy.upstream.UpstreamConnector;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Serves the connections of HTTP listeners, of all of them and on all event loops: in HTTP/2 where ALPN chose it, or where the client
 * begins with it in clear.
 */
public final class HttpConnectionHandler implements ConnectionHandler {
    private static final String HTTP_2 = "h2";

    private final UpstreamConnector connector;
    private final AccessLog log;
    private final Map<EventLoop, HttpPools> pools = new ConcurrentHashMap<>();

    public HttpConnectionHandler(Transport transport, AccessLog log) {
        this.connector = new UpstreamConnector(transport);
        this.log = log;
    }

    @Override
    public void initialize(Channel downstream, ListenerContext listener, ConnectionEnds ends) {
        HttpListenerView view = listener.live().current().httpListener(listener.name());
        if (view == null) {
            // Removed just before this connection was accepted.
            downstream.close();
            return;
        }
        downstream.config().setAutoRead(false);
        downstream.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        EventLoop loop = downstream.eventLoop();
        HttpPools shared = pools.computeIfAbsent(loop, key -> new HttpPools(key, connector, null));
        Servers servers = new Servers(listener.live(), shared, connector, loop, ends);
        ClientSession session = new ClientSession(ends, new CurrentListener(listener, log, view), servers);
        SocketChannel channel = (SocketChannel) downstream;
        channel.pipeline().addLast(new ByteMeter(listener.stats()));
        TlsFacts tls = ends.tls();
        if (tls != null && HTTP_2.equals(tls.protocol())) {
            new Http2ClientConnection(channel, session).begin();
            return;
        }
        ClientConnection connection = new ClientConnection(channel, session);
        if (tls == null) {
            // In TLS nobody knows beforehand: ALPN says it (RFC 9113 section 3.2).
            channel.pipeline().addLast(new PrefaceDetector(connection));
        }
        channel.pipeline().addLast(connection.decoder(), connection);
    }
}
