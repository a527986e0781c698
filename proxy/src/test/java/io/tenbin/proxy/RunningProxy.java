package io.tenbin.proxy;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.tenbin.config.Materials;
import io.tenbin.config.ProxyConfig;
import io.tenbin.config.ProxyConfigCodec;
import io.tenbin.proxy.health.Health;
import io.tenbin.proxy.listener.ConnectionHandler;
import io.tenbin.proxy.listener.Listeners;
import io.tenbin.proxy.log.AccessLog;
import io.tenbin.proxy.log.HttpLogEntry;
import io.tenbin.proxy.log.RefusedLogEntry;
import io.tenbin.proxy.log.TcpLogEntry;
import io.tenbin.proxy.reload.ReloadResult;
import io.tenbin.proxy.reload.Reloader;
import io.tenbin.proxy.snapshot.LiveSnapshot;
import io.tenbin.proxy.tcp.TcpConnectionHandler;
import io.tenbin.proxy.tls.TlsProvider;
import io.tenbin.proxy.transport.Transport;
import io.tenbin.proxy.upstream.EndpointRegistry;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Everything of a proxy that moves TCP bytes and takes changes, in this process. */
public final class RunningProxy implements AutoCloseable {
    private final Transport transport;
    private final LiveSnapshot.Writer live = new LiveSnapshot.Writer();
    private final EndpointRegistry registry = new EndpointRegistry();
    private final Queue<TcpLogEntry> logged = new ConcurrentLinkedQueue<>();
    private final Listeners listeners;
    private final Reloader reloader;
    private final Health health;

    private RunningProxy(Transport transport, ConnectionHandler http) {
        this.transport = transport;
        Log log = new Log();
        this.listeners = Listeners.start(transport, live.live(), http, new TcpConnectionHandler(transport, log), log);
        this.reloader = new Reloader(live, registry, listeners, TlsProvider.choose(TlsProvider.Kind.AUTO));
        this.health = new Health("default/edge", transport, listeners.control(), reloader::refresh);
        reloader.onResult(result -> {
            if (result instanceof ReloadResult.Applied) {
                health.follow(live.live().current());
            }
        });
    }

    public static RunningProxy start(Transport.Kind kind) {
        return start(kind, (channel, listener, ends) -> channel.close());
    }

    public static RunningProxy start(Transport.Kind kind, ConnectionHandler http) {
        return new RunningProxy(Transport.start(kind, 2), http);
    }

    public ReloadResult apply(ProxyConfig config) throws Exception {
        return reloader.apply(
                        config, Materials.NONE, ProxyConfigCodec.encode(config).hash())
                .toCompletableFuture()
                .get(10, SECONDS);
    }

    public Transport transport() {
        return transport;
    }

    public Health health() {
        return health;
    }

    public Reloader reloader() {
        return reloader;
    }

    public Listeners listeners() {
        return listeners;
    }

    public EndpointRegistry registry() {
        return registry;
    }

    public Queue<TcpLogEntry> logged() {
        return logged;
    }

    @Override
    public void close() {
        reloader.close();
        listeners.close();
        transport.close();
    }

    private final class Log implements AccessLog {
        @Override
        public void http(HttpLogEntry entry) {
            throw new AssertionError("no HTTP here: " + entry);
        }

        @Override
        public void tcp(TcpLogEntry entry) {
            logged.add(entry);
        }

        @Override
        public void refused(RefusedLogEntry entry) {
            throw new AssertionError("no PROXY protocol here: " + entry);
        }
    }
}
