package io.tenbin.config;

/** Which version of HTTP is spoken to servers. What is absent is HTTP/1.1. */
public enum HttpVersion {
    /** HTTP/2 (RFC 9113): over TLS by ALPN, else by prior knowledge. */
    HTTP_2,
    /** Over TLS HTTP/2 where the server chooses it (ALPN), else HTTP/1.1. */
    AUTO
}
