package io.tenbin.proxy.http1;

import io.netty.buffer.ByteBuf;

/**
 * Takes the framing off a chunked body (RFC 9112 section 7.1).
 *
 * <pre>
 *   SIZE --n&gt;0--&gt; DATA --n bytes--&gt; DATA_END --CR LF--&gt; SIZE
 *     '---n=0--&gt; TRAILERS --empty line--&gt; DONE
 * </pre>
 */
final class ChunkReader {
    enum Step {
        /** More bytes are needed. */
        WAIT,
        /** {@link #available} bytes of the body are next. */
        DATA,
        /** The body and its trailers are over. */
        DONE
    }

    private enum State {
        SIZE,
        DATA,
        DATA_END,
        TRAILERS
    }

    /** Bytes of a line with a size and its extensions, without its end. */
    private static final int LONGEST_LINE = 1024;

    /** Bytes of framing beyond {@value #FREE_PER_CHUNK} for a chunk and a byte for each two of data, until it is called an attack. */
    private static final long MOST_OVERHEAD = 16 * 1024;

    private static final int FREE_PER_CHUNK = 16;

    private final HeadScanner trailerScanner;
    private final int mostTrailers;
    private State state = State.SIZE;
    private long remaining;
    private long overhead;
    private int scanned;
    private MessageEnd end = MessageEnd.EMPTY;

    /** @param trailers bytes that a trailer section may have */
    ChunkReader(int trailers, int mostTrailers) {
        this.trailerScanner = new HeadScanner(trailers, 400, trailers, 400);
        this.mostTrailers = mostTrailers;
    }

    /** Begins another body. */
    void reset() {
        state = State.SIZE;
        remaining = 0;
        overhead = 0;
        scanned = 0;
        end = MessageEnd.EMPTY;
        trailerScanner.reset();
    }

    /** Skips framing up to the next bytes of the body, or to its end. */
    Step advance(ByteBuf in) throws Malformed {
        while (true) {
            switch (state) {
                case SIZE -> {
                    if (!size(in)) {
                        return Step.WAIT;
                    }
                }
                case DATA -> {
                    return in.isReadable() ? Step.DATA : Step.WAIT;
                }
                case DATA_END -> {
                    if (!lineEnd(in)) {
                        return Step.WAIT;
                    }
                    state = State.SIZE;
                }
                case TRAILERS -> {
                    return trailers(in) ? Step.DONE : Step.WAIT;
                }
            }
        }
    }

    /** Bytes at the reader index that belong to the body; to be taken out, and told to {@link #consumed}. */
    int available(ByteBuf in) {
        return (int) Math.min(remaining, in.readableBytes());
    }

    void consumed(int bytes) {
        remaining -= bytes;
        if (remaining == 0) {
            state = State.DATA_END;
        }
    }

    /** After {@link Step#DONE}. */
    MessageEnd end() {
        return end;
    }

    private boolean size(ByteBuf in) throws Malformed {
        int start = in.readerIndex();
        int window = Math.min(in.readableBytes(), LONGEST_LINE + 2);
        int feed = scanned < window ? in.indexOf(start + scanned, start + window, Grammar.LF) : -1;
        if (feed < 0) {
            scanned = window;
            if (window == LONGEST_LINE + 2) {
                throw Malformed.badRequest("chunk line too long");
            }
            return false;
        }
        scanned = 0;
        long size = parseSize(in, start, feed);
        in.readerIndex(feed + 1);
        overhead = Math.max(0, overhead + (feed + 1 - start) - FREE_PER_CHUNK - size / 2);
        if (overhead > MOST_OVERHEAD) {
            throw Malformed.badRequest("too much chunk framing");
        }
        remaining = size;
        state = size == 0 ? State.TRAILERS : State.DATA;
        return true;
    }

    /** Hexadecimal digits, then CR LF or extensions, which are dropped. Blanks around them are {@code BWS}: nobody sends those. */
    private static long parseSize(ByteBuf in, int start, int feed) throws Malformed {
        long size = 0;
        int at = start;
        for (int digit; (digit = Grammar.hex(in.getByte(at))) >= 0; at++) {
            if (size > Long.MAX_VALUE >> 4) {
                throw Malformed.badRequest("chunk size too large");
            }
            size = size << 4 | digit;
        }
        if (at == start) {
            throw Malformed.badRequest("invalid chunk size");
        }
        if (in.getByte(at) == ';') {
            while (Grammar.field(in.getByte(at))) {
                at++;
            }
        }
        if (at != feed - 1 || in.getByte(at) != Grammar.CR) {
            throw Malformed.badRequest("invalid chunk line");
        }
        return size;
    }

    private static boolean lineEnd(ByteBuf in) throws Malformed {
        if (in.readableBytes() < 2) {
            return false;
        }
        if (in.readByte() != Grammar.CR || in.readByte() != Grammar.LF) {
            throw Malformed.badRequest("chunk does not end in CR LF");
        }
        return true;
    }

    private boolean trailers(ByteBuf in) throws Malformed {
        int length = trailerScanner.scan(in);
        if (length < 0) {
            return false;
        }
        if (length == 2) {
            in.skipBytes(2);
            return true;
        }
        byte[] section = new byte[length];
        in.readBytes(section);
        Fields trailers = new HeadCursor(section).fields(mostTrailers, 400);
        trailers.removeIf(line -> GuardedFields.forbiddenInTrailers(trailers.name(line)));
        end = trailers.isEmpty() ? MessageEnd.EMPTY : new MessageEnd(trailers);
        return true;
    }
}
