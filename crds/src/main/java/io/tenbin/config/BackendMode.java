package io.tenbin.config;

/** What is spoken to a Backend's servers. */
public enum BackendMode {
    /** HTTP/1.1. */
    HTTP,
    /** Bytes. */
    TCP
}
