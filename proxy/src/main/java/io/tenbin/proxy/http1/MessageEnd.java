package io.tenbin.proxy.http1;

/**
 * The message is complete.
 *
 * @param trailers of a chunked body, without those that must not be merged into a head (RFC 9110 section 6.5.1)
 */
public record MessageEnd(Fields trailers) {
    /** Without trailers, as almost every message ends. */
    public static final MessageEnd EMPTY = new MessageEnd(Fields.EMPTY);
}
