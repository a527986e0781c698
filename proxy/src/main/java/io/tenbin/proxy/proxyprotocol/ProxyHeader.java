package io.tenbin.proxy.proxyprotocol;

import io.netty.buffer.ByteBuf;
import io.tenbin.proxy.transport.ConnectionEnds;
import org.jspecify.annotations.Nullable;

/**
 * What a header says of the connection for which it speaks.
 *
 * @param ends null if it speaks for nobody: a connection that the sender opened for itself (LOCAL), such as a check, or one
 *     whose addresses it cannot tell. Then the connection's own addresses are the truth
 */
public record ProxyHeader(@Nullable ConnectionEnds ends) {
    static final ProxyHeader OF_NOBODY = new ProxyHeader(null);

    /** Bytes that a header may have in all, HAProxy's buffer size: addresses take 52, the rest is for what senders add. */
    public static final int MOST_BYTES = 16 << 10;

    /**
     * Reads a header, whichever version it is of.
     *
     * @param bytes from the first one of the connection; read as far as the header goes, once that is whole
     * @return null if more is needed to tell
     * @throws MalformedHeaderException if these bytes are no header, whatever follows
     */
    public static @Nullable ProxyHeader read(ByteBuf bytes) throws MalformedHeaderException {
        if (BinaryHeader.mayBegin(bytes)) {
            return BinaryHeader.read(bytes);
        }
        if (TextHeader.mayBegin(bytes)) {
            return TextHeader.read(bytes);
        }
        throw new MalformedHeaderException(HeaderFault.NOT_A_HEADER);
    }
}
