package io.tenbin.proxy.http;

import static org.awaitility.Awaitility.await;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.tenbin.config.ProxyConfig;
import io.tenbin.proxy.listener.DrainSignal;
import io.tenbin.proxy.listener.ListenerContext;
import io.tenbin.proxy.listener.ListenerStats;
import io.tenbin.proxy.log.AccessLog;
import io.tenbin.proxy.log.HttpLogEntry;
import io.tenbin.proxy.log.RefusedLogEntry;
import io.tenbin.proxy.log.TcpLogEntry;
import io.tenbin.proxy.snapshot.LiveSnapshot;
import io.tenbin.proxy.snapshot.Snapshot;
import io.tenbin.proxy.snapshot.Snapshots;
import io.tenbin.proxy.transport.ConnectionEnds;
import io.tenbin.proxy.transport.Transport;
import io.tenbin.proxy.upstream.EndpointRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** One HTTP listener on real sockets, with all that stands behind it but the reloader. */
final class TestProxy implements AutoCloseable {
    private final Transport transport;
    private final LiveSnapshot.Writer live = new LiveSnapshot.Writer();
    private final EndpointRegistry registry = new EndpointRegistry();
    private final List<HttpLogEntry> log = new CopyOnWriteArrayList<>();
    private final ListenerStats stats = new ListenerStats();
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final Channel listening;
    private volatile boolean closing;

    private TestProxy(ProxyConfig config) {
        String kind = System.getProperty("tenbin.test.transport", "AUTO");
        transport = Transport.start(Transport.Kind.valueOf(kind), 2);
        apply(config);
        HttpConnectionHandler handler = new HttpConnectionHandler(transport, accessLog());
        listening = transport
                .server()
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        connections.add(channel);
                        stats.active().incrementAndGet();
                        channel.closeFuture()
                                .addListener(closed -> stats.active().decrementAndGet());
                        handler.initialize(channel, context(), ends(channel));
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .syncUninterruptibly()
                .channel();
    }

    static TestProxy start(ProxyConfig config) {
        return new TestProxy(config);
    }

    /** One change, as the reloader makes it: swap, then retire what is gone. */
    void apply(ProxyConfig config) {
        Snapshot next = Snapshots.of(config, registry);
        live.swap(next);
        Snapshots.retireOthers(next, registry);
    }

    Wire connect() throws IOException {
        return Wire.connect((InetSocketAddress) listening.localAddress());
    }

    int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    ListenerStats stats() {
        return stats;
    }

    EndpointRegistry registry() {
        return registry;
    }

    /** Requests that wait for a server. */
    int queued() {
        return registry.backend(Configs.BACKEND).queue().queued();
    }

    void closing() {
        closing = true;
    }

    void signal(DrainSignal signal) {
        connections.forEach(
                channel -> channel.eventLoop().execute(() -> channel.pipeline().fireUserEventTriggered(signal)));
    }

    /** Waits until that many requests were logged. */
    List<HttpLogEntry> log(int entries) {
        await().atMost(20, TimeUnit.SECONDS).until(() -> log.size() >= entries);
        return log;
    }

    HttpLogEntry lastLogged(int entries) {
        return log(entries).get(entries - 1);
    }

    List<HttpLogEntry> logged() {
        return log;
    }

    @Override
    public void close() {
        listening.close().syncUninterruptibly();
        connections.close().syncUninterruptibly();
        await("exchanges end with their connections")
                .atMost(10, TimeUnit.SECONDS)
                .until(() -> registry.endpoints().stream()
                        .allMatch(endpoint -> endpoint.stats().activeRequests().get() == 0));
        transport.close();
    }

    private static ConnectionEnds ends(Channel channel) {
        return new ConnectionEnds(
                (InetSocketAddress) channel.remoteAddress(),
                new InetSocketAddress(((InetSocketAddress) channel.localAddress()).getAddress(), 80));
    }

    private AccessLog accessLog() {
        return new AccessLog() {
            @Override
            public void http(HttpLogEntry entry) {
                log.add(entry);
            }

            @Override
            public void tcp(TcpLogEntry entry) {
                throw new AssertionError("an HTTP listener logs HTTP");
            }

            @Override
            public void refused(RefusedLogEntry entry) {
                throw new AssertionError("no PROXY protocol here: " + entry);
            }
        };
    }

    private ListenerContext context() {
        return new ListenerContext() {
            @Override
            public String name() {
                return Configs.LISTENER;
            }

            @Override
            public LiveSnapshot live() {
                return live.live();
            }

            @Override
            public boolean closing() {
                return closing;
            }

            @Override
            public ListenerStats stats() {
                return stats;
            }

            @Override
            public int processConnections() {
                return stats.active().get();
            }
        };
    }
}
