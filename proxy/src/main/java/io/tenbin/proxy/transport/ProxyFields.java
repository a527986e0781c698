package io.tenbin.proxy.transport;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * What a header of the PROXY protocol, version 2, said beside the addresses (proxy-protocol.txt section 2.2): fields of type, length
 * and value, as they came, kept to be passed on.
 */
public final class ProxyFields {
    /** Bytes that are kept, in whole fields and in their order; what is beyond is left out. */
    public static final int MOST_BYTES = 4 << 10;

    private static final int HEAD = 3;

    private final byte[] bytes;

    /** @param bytes whole fields, one behind the other */
    public ProxyFields(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    /** Writes all but those of these types. */
    public void write(ByteBuf to, int... without) {
        for (int at = 0; at < bytes.length; ) {
            int length = HEAD + (((bytes[at + 1] & 0xff) << 8) | (bytes[at + 2] & 0xff));
            int type = bytes[at] & 0xff;
            if (Arrays.stream(without).noneMatch(one -> one == type)) {
                to.writeBytes(bytes, at, length);
            }
            at += length;
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ProxyFields fields && Arrays.equals(bytes, fields.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Values come from strangers. */
    @Override
    public String toString() {
        return "ProxyFields[" + bytes.length + " bytes]";
    }
}
