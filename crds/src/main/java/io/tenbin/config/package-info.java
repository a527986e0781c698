/**
 * What the operator tells a proxy: one {@link io.tenbin.config.ProxyConfig} for each LoadBalancer, in immutable records
 * that cannot be constructed invalid, and one codec with stable bytes and a hash.
 *
 * <p>Both sides of the wire compile against this package, so it depends on nothing but the JDK, Jackson and RE2, of
 * which an expression is known to be one.
 */
@NullMarked
package io.tenbin.config;

import org.jspecify.annotations.NullMarked;
