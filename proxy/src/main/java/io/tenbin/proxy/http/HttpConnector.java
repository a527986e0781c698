package io.tenbin.proxy.http;

import io.tenbin.proxy.dispatch.Connector;
import io.tenbin.proxy.upstream.Attempt;
import io.tenbin.proxy.upstream.ConnectListener;
import io.tenbin.proxy.upstream.Demand;
import io.tenbin.proxy.upstream.Endpoint;
import io.tenbin.proxy.upstream.HttpPools;
import io.tenbin.proxy.upstream.ServerStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Connections for one request.
 *
 * @param demand what they have to be
 */
record HttpConnector(HttpPools pools, Demand demand) implements Connector<ServerStream> {

    @Override
    public @Nullable ServerStream idle(Endpoint endpoint, long nanoTime) {
        return pools.idle(endpoint, demand, nanoTime);
    }

    @Override
    public Attempt open(Endpoint endpoint, Duration timeout, ConnectListener<ServerStream> listener) {
        return pools.open(endpoint, demand, timeout, listener);
    }
}
