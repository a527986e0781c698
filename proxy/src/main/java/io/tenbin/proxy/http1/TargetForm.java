package io.tenbin.proxy.http1;

/** The four forms of a request target (RFC 9112 section 3.2). */
public enum TargetForm {
    /** {@code /path?query}. */
    ORIGIN,
    /** {@code http://authority/path?query}, as to a proxy. */
    ABSOLUTE,
    /** {@code host:port}, of CONNECT only. */
    AUTHORITY,
    /** {@code *}, of OPTIONS only. */
    ASTERISK
}
