package io.tenbin.proxy.compress;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * Compresses one body as it passes. Holds memory outside the heap, about 256 KiB, until it is closed; so there are no more than
 * {@link #MOST} at a time, and an answer over that goes as it is (HAProxy's {@code maxzlibmem}).
 *
 * <p>Not safe for use by several threads.
 */
public final class Compressor implements AutoCloseable {
    private static final int MOST = 256;
    private static final int PIECE = 8 << 10;

    /** RFC 1952 section 2.3: deflate, no flags, no time, an unknown system. */
    private static final byte[] GZIP_HEAD = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

    private static final AtomicInteger OPEN = new AtomicInteger();

    private final Deflater deflater;
    private final @Nullable CRC32 checksum;
    private final Consumer<ByteBuf> out;
    private boolean begun;
    private boolean unflushed;
    private boolean closed;

    private Compressor(ContentCoding coding, Consumer<ByteBuf> out) {
        boolean gzip = coding == ContentCoding.GZIP;
        // HAProxy's default, tune.comp.maxlevel 1: most of the gain at a fraction of the cost.
        this.deflater = new Deflater(Deflater.BEST_SPEED, gzip);
        this.checksum = gzip ? new CRC32() : null;
        this.out = out;
    }

    /** Whether another one can be made now. */
    public static boolean available() {
        return OPEN.get() < MOST;
    }

    /**
     * Makes one.
     *
     * @param out takes what is ready, and releases it
     */
    public static Compressor open(ContentCoding coding, Consumer<ByteBuf> out) {
        OPEN.incrementAndGet();
        return new Compressor(coding, out);
    }

    /** Takes bytes of the body and releases them. */
    public void write(ByteBuf data) {
        try {
            begin();
            for (ByteBuffer part : data.nioBuffers()) {
                if (checksum != null) {
                    checksum.update(part.duplicate());
                }
                deflater.setInput(part);
                drain(Deflater.NO_FLUSH);
                unflushed = true;
            }
        } finally {
            data.release();
        }
    }

    /** All that was written comes out, so that the client can read it now. */
    public void flush() {
        // The other side of the exchange may go on after the answer's end, and ask for this once more.
        if (unflushed && !closed) {
            unflushed = false;
            drain(Deflater.SYNC_FLUSH);
        }
    }

    /** The body is complete. */
    public void finish() {
        begin();
        deflater.finish();
        while (!deflater.finished()) {
            drain(Deflater.NO_FLUSH);
        }
        if (checksum != null) {
            ByteBuf tail = PooledByteBufAllocator.DEFAULT.ioBuffer(8);
            tail.writeIntLE((int) checksum.getValue());
            tail.writeIntLE((int) deflater.getBytesRead());
            out.accept(tail);
        }
        close();
    }

    /** Gives its memory back. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            deflater.end();
            OPEN.decrementAndGet();
        }
    }

    private void begin() {
        if (!begun) {
            begun = true;
            if (checksum != null) {
                out.accept(PooledByteBufAllocator.DEFAULT
                        .ioBuffer(GZIP_HEAD.length)
                        .writeBytes(GZIP_HEAD));
            }
        }
    }

    private void drain(int flush) {
        int length = PIECE;
        while (length == PIECE) {
            ByteBuf piece = PooledByteBufAllocator.DEFAULT.ioBuffer(PIECE, PIECE);
            length = 0;
            try {
                length = deflater.deflate(piece.nioBuffer(0, PIECE), flush);
            } finally {
                if (length == 0) {
                    piece.release();
                }
            }
            if (length > 0) {
                out.accept(piece.writerIndex(length));
            }
        }
    }
}
