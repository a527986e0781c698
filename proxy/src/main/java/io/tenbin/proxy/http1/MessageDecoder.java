package io.tenbin.proxy.http1;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * What both directions share: one message at a time, made out of bytes that come in any pieces.
 *
 * <pre>
 *   IDLE --next() or expect()--&gt; HEAD --head--&gt; BODY --end--&gt; IDLE
 *                                ^ '--1xx--'      '--or 101--&gt; TUNNEL
 *   any of them --broken rule, cut--&gt; FAILED
 * </pre>
 *
 * <p>Every emission is the last act of a step, so that the handler above may call back into the decoder from it: such a call changes
 * the state only, and the one loop that runs goes on from there. All calls are made on the channel's event loop.
 */
abstract sealed class MessageDecoder extends ByteIntake permits RequestDecoder, ResponseDecoder {
    enum State {
        IDLE,
        HEAD,
        BODY,
        TUNNEL,
        FAILED
    }

    private final HeadScanner scanner;
    private final BodyReader body;
    private State state;
    private boolean headStarted;
    private boolean decoding;

    MessageDecoder(State initial, HeadScanner scanner, ChunkReader chunks) {
        this.state = initial;
        this.scanner = scanner;
        this.body = new BodyReader(chunks);
    }

    /** Reads a head, if all of it is there, and emits it as its last act; says whether there was enough to do something. */
    abstract boolean head(ByteBuf in) throws Malformed;

    /** Bytes have come between two messages; says whether anything was done about them. */
    abstract boolean idle() throws Malformed;

    /** What the failure is to be called. */
    abstract int statusOf(Malformed malformed);

    /** The state to be in when a message has ended. */
    abstract State afterEnd();

    /**
     * Whether the first byte of the current message has been seen; empty lines before a request do not count. Stays true until the
     * next exchange begins.
     */
    public final boolean headStarted() {
        return headStarted;
    }

    /** Whether bytes were received that have not been used: of a next message, or of a head that is not complete. */
    public final boolean hasBufferedData() {
        return !cumulation().isEmpty();
    }

    final State state() {
        return state;
    }

    final void begin() {
        state = State.HEAD;
        headStarted = false;
    }

    final void headBegins() {
        headStarted = true;
    }

    final void tunnel() {
        state = State.TUNNEL;
    }

    /** The bytes of a complete head in an array of their own, or null. */
    final byte @Nullable [] takeHead(ByteBuf in) throws Malformed {
        int length = scanner.scan(in);
        if (length < 0) {
            return null;
        }
        byte[] head = new byte[length];
        in.readBytes(head);
        return head;
    }

    final void emitHead(Object head, BodyLength length) {
        body.begin(length);
        state = State.BODY;
        emit(head);
    }

    /** Goes on until bytes are needed, or a call from above. Called from within itself it leaves that to the loop that runs. */
    @Override
    final void decode() {
        if (decoding) {
            return;
        }
        decoding = true;
        try {
            while (step()) {}
        } catch (Malformed malformed) {
            fail(malformed);
        } finally {
            decoding = false;
        }
        decoded();
    }

    @Override
    final boolean midMessage() {
        return state == State.HEAD || state == State.BODY;
    }

    @Override
    final boolean paused() {
        return state == State.IDLE;
    }

    @Override
    final boolean tunnelled() {
        return state == State.TUNNEL;
    }

    /** What is under way ends here, cleanly only where the peer's closing is the end. */
    @Override
    final void inputEnded(boolean cleanly) {
        if (decoding) {
            return; // The loop asks again when it has used what is there.
        }
        if (state == State.BODY && body.untilClose() && cleanly) {
            state = afterEnd();
            emit(MessageEnd.EMPTY);
        } else if (state == State.BODY) {
            fail(Malformed.badRequest("connection closed within the body"));
        } else if (state == State.HEAD && headStarted) {
            fail(Malformed.badRequest("connection closed within the head"));
        }
    }

    @Override
    final void discard() {
        state = State.FAILED;
    }

    private boolean step() throws Malformed {
        if (state == State.BODY) {
            return body();
        }
        ByteBuf in = cumulation().bytes();
        if (in == null) {
            return false;
        }
        return switch (state) {
            case IDLE -> idle();
            case HEAD -> head(in);
            case BODY, TUNNEL -> {
                emit(cumulation().take(in, in.readableBytes()));
                yield true;
            }
            case FAILED -> {
                cumulation().clear();
                yield false;
            }
        };
    }

    private boolean body() throws Malformed {
        Object part = body.next(cumulation());
        if (part == null) {
            return false;
        }
        if (part instanceof MessageEnd) {
            state = afterEnd();
        }
        emit(part);
        return true;
    }

    private void fail(Malformed malformed) {
        state = State.FAILED;
        cumulation().clear();
        emit(new DecodeFailure(statusOf(malformed), malformed.reason()));
    }
}
