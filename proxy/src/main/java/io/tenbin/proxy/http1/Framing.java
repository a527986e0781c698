package io.tenbin.proxy.http1;

/** How the end of a body is known (RFC 9112 section 6.3). */
public enum Framing {
    /** There is no body, whatever the fields say. */
    NONE,
    /** {@code Content-Length} bytes, perhaps 0. */
    LENGTH,
    /** {@code Transfer-Encoding: chunked}. */
    CHUNKED,
    /** A response without a length ends with its connection. */
    UNTIL_CLOSE
}
