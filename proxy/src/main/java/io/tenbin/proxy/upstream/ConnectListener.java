package io.tenbin.proxy.upstream;

/**
 * Hears how a connect ended: one call, on the event loop, never from within the call that started it.
 *
 * @param <C> what stands if it succeeds
 */
public interface ConnectListener<C> {
    void connected(C connection);

    void connectFailed(ConnectFailure failure);
}
