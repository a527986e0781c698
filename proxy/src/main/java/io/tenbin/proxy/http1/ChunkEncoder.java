package io.tenbin.proxy.http1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/**
 * The framing of a chunked body, to be written around its buffers: {@link #chunkHead}, the data, {@link #chunkEnd}, and so on; at
 * last {@link #lastChunk}, or {@link #trailers}. The data is not copied.
 */
public final class ChunkEncoder {
    private static final ByteBuf CHUNK_END = constant("\r\n");
    private static final ByteBuf LAST_CHUNK = constant("0\r\n\r\n");

    private ChunkEncoder() {}

    /**
     * The line before a chunk's data.
     *
     * @throws IllegalArgumentException if the length is not positive: a chunk of no bytes would end the body
     */
    public static ByteBuf chunkHead(ByteBufAllocator alloc, long length) {
        if (length <= 0) {
            throw new IllegalArgumentException("a chunk must have data");
        }
        int digits = (67 - Long.numberOfLeadingZeros(length)) / 4;
        ByteBuf head = alloc.ioBuffer(digits + 2);
        for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) {
            head.writeByte(Character.forDigit((int) (length >>> shift) & 0xf, 16));
        }
        return head.writeByte(Grammar.CR).writeByte(Grammar.LF);
    }

    /** After a chunk's data. Shared bytes: writing it allocates nothing but the view. */
    public static ByteBuf chunkEnd() {
        return CHUNK_END.duplicate();
    }

    /** The end of a body without trailers. */
    public static ByteBuf lastChunk() {
        return LAST_CHUNK.duplicate();
    }

    /** The end of a body with these trailers, which may be empty. */
    public static ByteBuf trailers(ByteBufAllocator alloc, Fields trailers) {
        if (trailers.isEmpty()) {
            return lastChunk();
        }
        byte[] out = HeadEncoder.scratch(3 + HeadEncoder.size(trailers));
        out[0] = '0';
        out[1] = Grammar.CR;
        out[2] = Grammar.LF;
        return HeadEncoder.buffer(alloc, out, HeadEncoder.put(trailers, out, 3));
    }

    private static ByteBuf constant(String bytes) {
        ByteBuf buffer = Unpooled.directBuffer(bytes.length());
        buffer.writeCharSequence(bytes, StandardCharsets.US_ASCII);
        return Unpooled.unreleasableBuffer(buffer.asReadOnly());
    }
}
