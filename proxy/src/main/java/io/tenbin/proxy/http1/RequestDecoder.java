package io.tenbin.proxy.http1;

import io.netty.buffer.ByteBuf;
import io.tenbin.config.LimitsConfig;

/**
 * Emits for each request a {@link RequestHead}, then {@code ByteBuf}s with its body (the receiver releases them), then one
 * {@link MessageEnd}; or, once and last, a {@link DecodeFailure}.
 *
 * <p>The first head is read without being asked for. After a {@link MessageEnd} bytes of a pipelined request are kept, and reads held
 * back so that there is never more than one read's worth of them, until {@link #next} is called.
 */
public final class RequestDecoder extends MessageDecoder {
    private static final int MOST_EMPTY_LINES = 2;

    private final int mostFields;
    private int emptyLines;
    private boolean passThrough;

    public RequestDecoder(LimitsConfig limits) {
        super(
                State.HEAD,
                new HeadScanner(limits.requestLine(), 414, limits.headers(), 431),
                new ChunkReader(limits.headers(), limits.headerCount()));
        this.mostFields = limits.headerCount();
    }

    /**
     * Goes on with the next request, beginning with what is buffered; may emit before it returns. Reads asked for meanwhile are made
     * up for. Without effect after a failure, after {@link #passThrough} and on a closed connection.
     *
     * @throws IllegalStateException before the {@link MessageEnd} of the current request
     */
    public void next() {
        switch (state()) {
            case IDLE -> {
                emptyLines = 0;
                begin();
                decode();
            }
            case HEAD, BODY -> throw new IllegalStateException("the current request has not ended");
            case TUNNEL, FAILED -> {}
        }
    }

    /**
     * From the end of the current request on, all bytes are emitted as they are: another protocol is spoken.
     *
     * @throws IllegalStateException between two requests, after {@link #next}
     */
    public void passThrough() {
        switch (state()) {
            case IDLE -> {
                tunnel();
                decode();
            }
            case BODY -> passThrough = true;
            case HEAD -> throw new IllegalStateException("there is no current request");
            case TUNNEL, FAILED -> {}
        }
    }

    @Override
    boolean head(ByteBuf in) throws Malformed {
        if (!headStarted() && !skipEmptyLines(in)) {
            return false;
        }
        byte[] head = takeHead(in);
        if (head == null) {
            return false;
        }
        RequestHead request = RequestParser.parse(head, mostFields);
        emitHead(request, new BodyLength(request.framing(), request.contentLength()));
        return true;
    }

    /** RFC 9112 section 2.2. What cannot begin a request fails here, rather than when its sender has waited for the time limit. */
    private boolean skipEmptyLines(ByteBuf in) throws Malformed {
        while (in.isReadable()) {
            byte first = in.getByte(in.readerIndex());
            if (Grammar.token(first)) {
                headBegins();
                return true;
            }
            if (first != Grammar.CR || emptyLines == MOST_EMPTY_LINES) {
                throw Malformed.badRequest("invalid method");
            }
            if (in.readableBytes() < 2) {
                return false;
            }
            if (in.getByte(in.readerIndex() + 1) != Grammar.LF) {
                throw Malformed.badRequest("invalid method");
            }
            in.skipBytes(2);
            emptyLines++;
        }
        return false;
    }

    @Override
    boolean idle() {
        return false;
    }

    @Override
    int statusOf(Malformed malformed) {
        return malformed.status();
    }

    @Override
    State afterEnd() {
        return passThrough ? State.TUNNEL : State.IDLE;
    }
}
