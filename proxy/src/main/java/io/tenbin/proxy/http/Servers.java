package io.tenbin.proxy.http;

import io.netty.channel.EventLoop;
import io.tenbin.config.SendProxyProtocol;
import io.tenbin.proxy.balance.BalanceInput;
import io.tenbin.proxy.dispatch.Dispatch;
import io.tenbin.proxy.snapshot.BackendView;
import io.tenbin.proxy.snapshot.LiveSnapshot;
import io.tenbin.proxy.transport.ConnectionEnds;
import io.tenbin.proxy.transport.LoopTimer;
import io.tenbin.proxy.upstream.Demand;
import io.tenbin.proxy.upstream.HttpPools;
import io.tenbin.proxy.upstream.Preface;
import io.tenbin.proxy.upstream.ServerStream;
import io.tenbin.proxy.upstream.UpstreamConnector;
import java.util.EnumMap;
import java.util.Map;

/** What the exchanges of one client's connection need to find servers. Belongs to its event loop's thread. */
final class Servers {
    private final LiveSnapshot live;
    private final HttpPools shared;
    private final UpstreamConnector connector;
    private final LoopTimer timer;
    private final ConnectionEnds ends;

    /** Connections that tell the server who the client is serve no other, as in HAProxy. Mostly there are none. */
    private final Map<SendProxyProtocol, HttpPools> own = new EnumMap<>(SendProxyProtocol.class);

    private boolean closed;

    /**
     * Without connections of its own.
     *
     * @param live where endpoints are looked up anew before another attempt
     * @param shared the event loop's connections
     * @param connector where new ones come from
     * @param loop the event loop, whose thread calls
     * @param ends the client's
     */
    Servers(LiveSnapshot live, HttpPools shared, UpstreamConnector connector, EventLoop loop, ConnectionEnds ends) {
        this.live = live;
        this.shared = shared;
        this.connector = connector;
        this.timer = LoopTimer.of(loop);
        this.ends = ends;
    }

    LiveSnapshot live() {
        return live;
    }

    LoopTimer timer() {
        return timer;
    }

    Dispatch<ServerStream> search(
            BackendView backend, BalanceInput input, Demand demand, Dispatch.Outcome<ServerStream> outcome) {
        return new Dispatch<>(backend, input, live, timer, new HttpConnector(pools(backend), demand), outcome);
    }

    /** The client sends nothing more: its own connections end, idle ones now, others after their exchange. */
    void close() {
        closed = true;
        own.values().forEach(HttpPools::close);
    }

    private HttpPools pools(BackendView backend) {
        SendProxyProtocol version = backend.config().connection().sendProxyProtocol();
        return version == null ? shared : own.computeIfAbsent(version, this::open);
    }

    private HttpPools open(SendProxyProtocol version) {
        HttpPools pools = new HttpPools(timer.loop(), connector, new Preface(version, ends));
        if (closed) {
            pools.close();
        }
        return pools;
    }
}
