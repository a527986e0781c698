package io.tenbin.proxy.http;

import io.tenbin.proxy.dispatch.Connector;
import io.tenbin.proxy.tls.ServerTls;
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
    public @Nullable ServerStream idle(Endpoint endpoint, @Nullable ServerTls tls, long nanoTime) {
        return pools.idle(endpoint, tls, demand, nanoTime);
    }

    @Override
    public Attempt open(
            Endpoint endpoint, @Nullable ServerTls tls, Duration timeout, ConnectListener<ServerStream> listener) {
        return pools.open(endpoint, tls, demand, timeout, listener);
    }
}
