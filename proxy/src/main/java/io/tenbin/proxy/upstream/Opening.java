package io.tenbin.proxy.upstream;

import io.tenbin.proxy.tls.ServerTls;
import org.jspecify.annotations.Nullable;

/**
 * How a connection to a server begins, before its first byte of work.
 *
 * @param preface what it says of the client, in clear text; null for nothing
 * @param tls how it is protected from then on; null for not at all
 */
public record Opening(@Nullable Preface preface, @Nullable ServerTls tls) {
    /** With the first byte of work. */
    public static final Opening PLAIN = new Opening(null, null);
}
