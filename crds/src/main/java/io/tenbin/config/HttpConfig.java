package io.tenbin.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * HTTP settings of a listener.
 *
 * @param forwardedFor what servers are told of the client's address
 * @param trustedProxies peers whose {@code X-Forwarded-*}, {@code Forwarded} and {@code X-Real-IP} fields are kept; those
 *     of all others are replaced or removed before anything looks at them
 * @param limits what a request may at most be
 * @param connectionMode what becomes of both sides' connections after an answer
 * @param allowConnect whether servers are forward proxies: CONNECT is allowed, and absolute targets are sent on as they are
 * @param requestId name of the field that has each request's identifier; null for none
 * @param errorPages what clients see in place of the proxy's own answers; null for nothing else
 * @param compression which answers are compressed; null for none
 */
public record HttpConfig(
        ForwardedForConfig forwardedFor,
        List<Cidr> trustedProxies,
        LimitsConfig limits,
        ConnectionMode connectionMode,
        boolean allowConnect,
        @Nullable String requestId,
        @Nullable ErrorPagesConfig errorPages,
        @Nullable CompressionConfig compression) {

    public HttpConfig {
        trustedProxies = List.copyOf(trustedProxies);
    }

    /** The same, but for {@link #allowConnect}. */
    public HttpConfig withConnect(boolean allowed) {
        return new HttpConfig(
                forwardedFor, trustedProxies, limits, connectionMode, allowed, requestId, errorPages, compression);
    }
}
