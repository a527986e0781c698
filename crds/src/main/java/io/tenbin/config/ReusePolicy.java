package io.tenbin.config;

/**
 * Which idle connections to a server a request may take over when it must not be sent twice (RFC 9110 section 9.2.2). Others take
 * any, unless the policy is {@link #NEVER}: what a stale connection loses of them is sent again.
 */
public enum ReusePolicy {
    /** Those on which the server answered less than 100 ms ago: no server closes that soon. */
    SAFE,
    /** No request takes over a connection. */
    NEVER,
    /** Also those that have been taken over successfully before: their server does keep connections. */
    AGGRESSIVE,
    /** Any. */
    ALWAYS
}
