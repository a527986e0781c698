package io.tenbin.config;

/** The version of the PROXY protocol whose header connections to servers begin with. */
public enum SendProxyProtocol {
    /** A line of text: HAProxy's {@code send-proxy}. */
    V1,
    /** Binary: HAProxy's {@code send-proxy-v2}. */
    V2
}
