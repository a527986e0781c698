package io.tenbin.proxy.dispatch;

import io.tenbin.proxy.tls.ServerTls;
import io.tenbin.proxy.upstream.Attempt;
import io.tenbin.proxy.upstream.ConnectListener;
import io.tenbin.proxy.upstream.Endpoint;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where connections come from, on one event loop.
 *
 * @param <C> a connection that stands
 */
public interface Connector<C> {
    /**
     * A connection that stands already.
     *
     * @param tls with which it must have been opened; null for none
     * @param nanoTime now, of {@link System#nanoTime}
     * @return null if there is none that will do
     */
    @Nullable
    C idle(Endpoint endpoint, @Nullable ServerTls tls, long nanoTime);

    /**
     * Opens a new one.
     *
     * @param tls that begins with it; null for none
     */
    Attempt open(Endpoint endpoint, @Nullable ServerTls tls, Duration timeout, ConnectListener<C> listener);
}
