package io.tenbin.proxy.http;

import io.tenbin.proxy.balance.BalanceInput;
import io.tenbin.proxy.dispatch.Dispatch;
import io.tenbin.proxy.snapshot.BackendView;
import io.tenbin.proxy.snapshot.LiveSnapshot;
import io.tenbin.proxy.transport.LoopTimer;
import io.tenbin.proxy.upstream.HttpPools;
import io.tenbin.proxy.upstream.Reuse;
import io.tenbin.proxy.upstream.ServerStream;

/**
 * What exchanges need to find servers.
 *
 * @param live where endpoints are looked up anew before another attempt
 * @param pools the event loop's connections
 * @param timer the event loop's
 */
record Servers(LiveSnapshot live, HttpPools pools, LoopTimer timer) {

    Dispatch<ServerStream> search(
            BackendView backend, BalanceInput input, Reuse reuse, Dispatch.Outcome<ServerStream> outcome) {
        return new Dispatch<>(backend, input, live, timer, new HttpConnector(pools, reuse), outcome);
    }
}
