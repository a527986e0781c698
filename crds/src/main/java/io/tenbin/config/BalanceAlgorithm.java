package io.tenbin.config;

/** How an endpoint is chosen for a request. */
public enum BalanceAlgorithm {
    /** Each in turn, in proportion to its weight, evenly spread (HAProxy's {@code balance roundrobin}). */
    ROUND_ROBIN
}
