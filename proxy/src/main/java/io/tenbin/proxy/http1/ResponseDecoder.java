package io.tenbin.proxy.http1;

import io.netty.buffer.ByteBuf;
import io.netty.util.AsciiString;

/**
 * Emits for each exchange any interim heads, then the final {@link ResponseHead}, then {@code ByteBuf}s with its body (the receiver
 * releases them), then one {@link MessageEnd}; or, once and last, a {@link DecodeFailure} with status 502.
 *
 * <p>A 101, or a 2xx to CONNECT, has no {@link MessageEnd}: all bytes after it are emitted as they are. A connection that closes
 * before the first byte of an answer is no failure of decoding: nothing is emitted, and {@link #headStarted} is false.
 */
public final class ResponseDecoder extends MessageDecoder {
    /** Bytes of a head, or of a trailer section, unless said otherwise. */
    public static final int DEFAULT_HEAD = 64 * 1024;

    /** Fields of a head, or of a trailer section, unless said otherwise. */
    public static final int DEFAULT_FIELDS = 256;

    private static final int MOST_INTERIM = 8;

    private final int mostFields;
    private AsciiString method = Methods.GET;
    private int interim;

    public ResponseDecoder() {
        this(DEFAULT_HEAD, DEFAULT_FIELDS);
    }

    /**
     * @param head bytes that a head may have, at least 64
     * @param mostFields fields that it may have, at least 1
     */
    public ResponseDecoder(int head, int mostFields) {
        super(State.IDLE, new HeadScanner(head, 502, head, 502), new ChunkReader(head, mostFields));
        this.mostFields = mostFields;
    }

    /**
     * To be called before a request is sent. Bytes that came before, which nobody had asked for, are a failure, and not the answer.
     *
     * @throws IllegalStateException while another exchange is under way, or if the connection is not {@link #reusable}
     */
    public void expect(AsciiString requestMethod) {
        if (state() != State.IDLE) {
            throw new IllegalStateException("the connection cannot take a request: " + state());
        }
        if (!hasBufferedData()) {
            method = requestMethod;
            interim = 0;
            begin();
        }
        decode();
    }

    /**
     * Whether another exchange may begin as far as the bytes tell: the last one ended, nothing came after it, and the server has not
     * closed. What {@link ResponseHead#keepAlive} said is for the caller to remember.
     */
    public boolean reusable() {
        return state() == State.IDLE && !hasBufferedData() && !inputClosed();
    }

    /** Whether the connection has become a tunnel. */
    public boolean upgraded() {
        return state() == State.TUNNEL;
    }

    @Override
    boolean head(ByteBuf in) throws Malformed {
        headBegins();
        if (in.getByte(in.readerIndex()) != 'H') {
            throw Malformed.badRequest("no HTTP/1 answer");
        }
        byte[] bytes = takeHead(in);
        if (bytes == null) {
            return false;
        }
        ResponseHead head = ResponseParser.parse(bytes, method, mostFields);
        if (head.interim()) {
            if (++interim > MOST_INTERIM) {
                throw Malformed.badRequest("too many interim answers");
            }
            emit(head);
        } else if (head.status() == 101 || (head.status() / 100 == 2 && method.equals(Methods.CONNECT))) {
            tunnel();
            emit(head);
        } else {
            emitHead(head, new BodyLength(head.framing(), head.contentLength()));
        }
        return true;
    }

    @Override
    boolean idle() throws Malformed {
        throw Malformed.badRequest("bytes that nobody asked for");
    }

    @Override
    int statusOf(Malformed malformed) {
        return 502;
    }

    @Override
    State afterEnd() {
        return State.IDLE;
    }
}
