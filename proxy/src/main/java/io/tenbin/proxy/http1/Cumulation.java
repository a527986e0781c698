package io.tenbin.proxy.http1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/** The bytes that have come and have not been used. Owns its buffer. */
final class Cumulation {
    private static final int SMALLEST = 512;

    private @Nullable ByteBuf buffer;

    /** Takes the buffer over. Bytes are copied only where a head or a line of framing was cut. */
    void add(ByteBuf in, ByteBufAllocator alloc) {
        if (!in.isReadable()) {
            in.release();
            return;
        }
        ByteBuf held = bytes();
        if (held == null) {
            buffer = in;
            return;
        }
        try {
            int wanted = in.readableBytes();
            // A buffer of which slices are on their way is not written to: its owner may be reading it.
            if (held.refCnt() > 1 || held.isReadOnly() || held.writableBytes() < wanted) {
                held = enlarged(held, wanted, alloc);
            }
            held.writeBytes(in);
        } finally {
            in.release();
        }
    }

    private ByteBuf enlarged(ByteBuf held, int more, ByteBufAllocator alloc) {
        int needed = Math.addExact(held.readableBytes(), more);
        ByteBuf larger = alloc.buffer(Math.max(SMALLEST, alloc.calculateNewCapacity(needed, Integer.MAX_VALUE)));
        larger.writeBytes(held);
        held.release();
        buffer = larger;
        return larger;
    }

    /** Null if there is not a byte. */
    @Nullable
    ByteBuf bytes() {
        ByteBuf held = buffer;
        if (held != null && !held.isReadable()) {
            clear();
            return null;
        }
        return held;
    }

    boolean isEmpty() {
        return bytes() == null;
    }

    /** Takes that many bytes out without copying them, for the caller to release. */
    ByteBuf take(ByteBuf held, int length) {
        if (length == held.readableBytes()) {
            buffer = null;
            return held;
        }
        return held.readRetainedSlice(length);
    }

    void clear() {
        ByteBuf held = buffer;
        buffer = null;
        if (held != null) {
            held.release();
        }
    }
}
