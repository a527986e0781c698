package io.tenbin.proxy.http1;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Takes one body after the other out of the received bytes, without copying them. */
final class BodyReader {
    private final ChunkReader chunks;
    private Framing framing = Framing.NONE;
    private long remaining;

    BodyReader(ChunkReader chunks) {
        this.chunks = chunks;
    }

    void begin(BodyLength body) {
        framing = body.framing();
        remaining = body.length();
        if (framing == Framing.CHUNKED) {
            chunks.reset();
        }
    }

    boolean untilClose() {
        return framing == Framing.UNTIL_CLOSE;
    }

    /** The next {@link ByteBuf} of the body, for the caller to release; or the {@link MessageEnd}; or null if bytes are needed. */
    @Nullable
    Object next(Cumulation cumulation) throws Malformed {
        return switch (framing) {
            case NONE -> MessageEnd.EMPTY;
            case LENGTH -> {
                if (remaining == 0) {
                    yield MessageEnd.EMPTY;
                }
                ByteBuf in = cumulation.bytes();
                if (in == null) {
                    yield null;
                }
                int length = (int) Math.min(remaining, in.readableBytes());
                remaining -= length;
                yield cumulation.take(in, length);
            }
            case CHUNKED -> {
                ByteBuf in = cumulation.bytes();
                yield in == null ? null : chunked(cumulation, in);
            }
            case UNTIL_CLOSE -> {
                ByteBuf in = cumulation.bytes();
                yield in == null ? null : cumulation.take(in, in.readableBytes());
            }
        };
    }

    private @Nullable Object chunked(Cumulation cumulation, ByteBuf in) throws Malformed {
        return switch (chunks.advance(in)) {
            case WAIT -> null;
            case DATA -> {
                int length = chunks.available(in);
                chunks.consumed(length);
                yield cumulation.take(in, length);
            }
            case DONE -> chunks.end();
        };
    }
}
