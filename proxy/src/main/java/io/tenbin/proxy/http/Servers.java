package io.tenbin.proxy.http;

import io.tenbin.proxy.balance.BalanceInput;
import io.tenbin.proxy.snapshot.BackendView;
import io.tenbin.proxy.snapshot.LiveSnapshot;
import io.tenbin.proxy.transport.LoopTimer;
import io.tenbin.proxy.upstream.HttpPools;
import io.tenbin.proxy.upstream.Reuse;

/**
 * What exchanges need to find servers.
 *
 * @param live where endpoints are looked up anew before another attempt
 * @param pools the event loop's connections
 * @param timer the event loop's
 */
record Servers(LiveSnapshot live, HttpPools pools, LoopTimer timer) {

    Attempts search(BackendView backend, BalanceInput input, Reuse reuse, Attempts.Outcome outcome) {
        return new Attempts(backend, input, this, reuse, outcome);
    }
}
