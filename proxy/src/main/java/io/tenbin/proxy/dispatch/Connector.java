package io.tenbin.proxy.dispatch;

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
     * @param nanoTime now, of {@link System#nanoTime}
     * @return null if there is none that will do
     */
    @Nullable
    C idle(Endpoint endpoint, long nanoTime);

    /** Opens a new one. */
    Attempt open(Endpoint endpoint, Duration timeout, ConnectListener<C> listener);
}
