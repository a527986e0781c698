package io.tenbin.proxy.http;

import io.tenbin.proxy.dispatch.Connector;
import io.tenbin.proxy.upstream.ConnectAttempt;
import io.tenbin.proxy.upstream.ConnectListener;
import io.tenbin.proxy.upstream.Endpoint;
import io.tenbin.proxy.upstream.HttpPools;
import io.tenbin.proxy.upstream.Reuse;
import io.tenbin.proxy.upstream.ServerStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Connections for one request.
 *
 * @param reuse which idle ones will do
 */
record HttpConnector(HttpPools pools, Reuse reuse) implements Connector<ServerStream> {

    @Override
    public @Nullable ServerStream idle(Endpoint endpoint, long nanoTime) {
        return pools.idle(endpoint, nanoTime, reuse);
    }

    @Override
    public ConnectAttempt open(Endpoint endpoint, Duration timeout, ConnectListener<ServerStream> listener) {
        return pools.open(endpoint, timeout, listener);
    }
}
