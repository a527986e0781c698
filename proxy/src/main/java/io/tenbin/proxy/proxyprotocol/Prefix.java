package io.tenbin.proxy.proxyprotocol;

import io.netty.buffer.ByteBuf;

/** The bytes that tell what follows. */
final class Prefix {
    private Prefix() {}

    /** Whether the bytes begin so, as far as they go. */
    static boolean agree(ByteBuf bytes, byte[] start) {
        int known = Math.min(bytes.readableBytes(), start.length);
        for (int i = 0; i < known; i++) {
            if (bytes.getByte(bytes.readerIndex() + i) != start[i]) {
                return false;
            }
        }
        return true;
    }
}
