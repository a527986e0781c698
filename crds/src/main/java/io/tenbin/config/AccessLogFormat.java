package io.tenbin.config;

/** What the access log writes for each request or connection. */
public enum AccessLogFormat {
    /** Nothing. */
    NONE,
    /** HAProxy's {@code option httplog} (configuration manual 8.2.3); on TCP listeners the same as {@link #HAPROXY_TCP}. */
    HAPROXY_HTTP,
    /** HAProxy's {@code option tcplog} (configuration manual 8.2.2). */
    HAPROXY_TCP
}
