package io.tenbin.proxy.listener;

import io.netty.channel.Channel;
import io.tenbin.config.HttpListenerConfig;
import io.tenbin.config.ListenerConfig;
import io.tenbin.config.TcpListenerConfig;
import io.tenbin.proxy.log.AccessLog;
import io.tenbin.proxy.snapshot.ListenerView;
import io.tenbin.proxy.snapshot.LiveSnapshot;
import io.tenbin.proxy.transport.ConnectionEnds;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A listener as a port bears it, with the connections that came in through it.
 *
 * <pre>
 *   open ──close()──> closing ──endIdle()──> ending
 *   (answers keep     (each answer says      (what is idle ends, as does
 *    connections)      Connection: close)     what becomes idle)
 * </pre>
 */
final class OpenListener implements ListenerContext {
    /** What is the same for all listeners. */
    record Shared(LiveSnapshot live, AcceptGate gate, ConnectionHandler http, ConnectionHandler tcp, AccessLog log) {}

    private final ListenerConfig config;
    private final Shared shared;
    private final ListenerStats stats;
    private final ConnectionLimit limit;
    private final Set<Channel> channels = ConcurrentHashMap.newKeySet();
    private volatile boolean closing;
    private volatile boolean ending;

    OpenListener(ListenerConfig config, Shared shared, ListenerStats stats) {
        this.config = config;
        this.shared = shared;
        this.stats = stats;
        this.limit = new ConnectionLimit(stats.active(), 0);
    }

    /** How many connections it may have, and has: those that a former port of the same name accepted too. */
    ConnectionLimit limit() {
        return limit;
    }

    /** Whether connections of the listener as it is configured now are in the same hands. */
    boolean serves(ListenerConfig other) {
        return !closing && config.name().equals(other.name()) && config.getClass() == other.getClass();
    }

    /** Takes in a connection, which is counted already. Runs on its event loop. */
    void accept(Channel channel) {
        stats.connections().increment();
        channels.add(channel);
        channel.closeFuture().addListener(closed -> channels.remove(channel));
        begin(channel);
        if (ending) {
            signal(channel, DrainSignal.CLOSE_WHEN_IDLE);
        }
    }

    /** Has no connection and gets none. */
    boolean isIdle() {
        return ending && channels.isEmpty();
    }

    void close() {
        closing = true;
    }

    void endIdle() {
        closing = true;
        ending = true;
        channels.forEach(channel -> signal(channel, DrainSignal.CLOSE_WHEN_IDLE));
    }

    void endNow() {
        endIdle();
        for (Channel channel : channels) {
            channel.eventLoop().execute(() -> {
                channel.pipeline().fireUserEventTriggered(DrainSignal.CLOSE_NOW);
                channel.close();
            });
        }
    }

    @Override
    public String name() {
        return config.name();
    }

    @Override
    public LiveSnapshot live() {
        return shared.live;
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
        return shared.gate.connections();
    }

    private void begin(Channel channel) {
        if (!(channel.remoteAddress() instanceof InetSocketAddress client)
                || !(channel.localAddress() instanceof InetSocketAddress local)) {
            // It was gone before it was looked at.
            channel.close();
            return;
        }
        ListenerView view = shared.live.current().listeners().get(config.name());
        ListenerConfig now = view == null ? config : view.config();
        ConnectionEnds own = new ConnectionEnds(client, new InetSocketAddress(local.getAddress(), now.port()));
        new Arrival(channel, this, now, shared.log).begin(own);
    }

    /** The connection is a handler's from now on. */
    void handle(Channel channel, ConnectionEnds ends) {
        handler().initialize(channel, this, ends);
    }

    private ConnectionHandler handler() {
        return switch (config) {
            case HttpListenerConfig http -> shared.http;
            case TcpListenerConfig tcp -> shared.tcp;
        };
    }

    private static void signal(Channel channel, DrainSignal signal) {
        channel.eventLoop().execute(() -> channel.pipeline().fireUserEventTriggered(signal));
    }
}
