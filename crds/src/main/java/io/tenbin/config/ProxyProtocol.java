package io.tenbin.config;

/** What a client's connection begins with, before its own bytes. */
public enum ProxyProtocol {
    /** A header of the PROXY protocol, version 1 or 2: HAProxy's {@code bind … accept-proxy}. Without one it is closed. */
    REQUIRED
}
