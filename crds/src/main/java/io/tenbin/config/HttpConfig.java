package io.tenbin.config;

import java.util.List;

/**
 * HTTP settings of a listener.
 *
 * @param forwardedFor what servers are told of the client's address
 * @param trustedProxies peers whose {@code X-Forwarded-*}, {@code Forwarded} and {@code X-Real-IP} fields are kept; those
 *     of all others are replaced or removed before anything looks at them
 * @param limits what a request may at most be
 */
public record HttpConfig(ForwardedForConfig forwardedFor, List<Cidr> trustedProxies, LimitsConfig limits) {

    public HttpConfig {
        trustedProxies = List.copyOf(trustedProxies);
    }
}
