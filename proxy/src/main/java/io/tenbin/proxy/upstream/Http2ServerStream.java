package io.tenbin.proxy.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.AsciiString;
import io.tenbin.proxy.http1.Fields;
import io.tenbin.proxy.http1.Framing;
import io.tenbin.proxy.http1.Methods;
import io.tenbin.proxy.http1.RequestHead;
import io.tenbin.proxy.http1.ResponseHead;
import io.tenbin.proxy.http2.AnswerHead;
import io.tenbin.proxy.http2.RequestHeaders;
import io.tenbin.proxy.http2.WebSocketHandshake;
import org.jspecify.annotations.Nullable;

/**
 * One exchange on a connection that speaks HTTP/2 (RFC 9113 section 8.1).
 *
 * <pre>
 *   send --head--&gt; (interim heads) --final head--&gt; body --END_STREAM--&gt; answered
 *   the request ends beside that, or after it
 *   CONNECT, WebSocket: --2xx--&gt; tunnel; the request's END_STREAM is held back until then
 * </pre>
 */
final class Http2ServerStream implements ServerStream {
    private static final int MOST_INTERIM = 8;

    private final Http2Connection connection;
    private final AnswerTally tally;
    private final boolean rested;
    private @Nullable Receiver receiver;
    private @Nullable Http2Stream stream;
    private AsciiString method = Methods.GET;
    private @Nullable WebSocketHandshake webSocket;
    private boolean asksForTunnel;
    private boolean endSent;
    private boolean requestEnded;
    private boolean answered;
    private boolean answerEnded;
    private int interim;
    private long expected;
    private long received;
    private int untaken;
    private boolean fed;
    private boolean over;
    private long resetCode = NOT_RESET;

    /** @param rested whether the connection was idle before */
    Http2ServerStream(Http2Connection connection, boolean rested) {
        this.connection = connection;
        this.tally = new AnswerTally(connection.endpoint());
        this.rested = rested;
    }

    @Override
    public void send(RequestHead head, boolean last, Receiver answersTo) {
        receiver = answersTo;
        webSocket = WebSocketHandshake.of(head);
        boolean connects = head.method().equals(Methods.CONNECT);
        asksForTunnel = webSocket != null || connects;
        method = asksForTunnel ? Methods.CONNECT : head.method();
        tally.begun();
        if (last) {
            connection.drain();
        }
        if (webSocket != null && !connection.allowsWebsockets()) {
            later(Loss.UNSUPPORTED);
            return;
        }
        endSent = !asksForTunnel && head.contentLength() == 0;
        stream = connection.open(this, RequestHeaders.of(head, connection.tls()), endSent);
        if (stream == null) {
            later(Loss.NO_ANSWER);
        }
    }

    @Override
    public void body(ByteBuf data) {
        Http2Stream to = stream;
        if (to == null || endSent) {
            data.release();
        } else {
            connection.data(to, data, false);
        }
    }

    @Override
    public void end(Fields trailers) {
        requestEnded = true;
        if (!asksForTunnel || answered) {
            endRequest(trailers);
        }
        connection.flush();
        if (answerEnded) {
            receiver = null;
        }
    }

    @Override
    public void flush() {
        connection.flush();
    }

    @Override
    public boolean writable() {
        return stream != null && connection.writable(stream);
    }

    @Override
    public void read() {
        Http2Stream from = stream;
        if (untaken > 0 && from != null) {
            int taken = untaken;
            untaken = 0;
            connection.taken(from, taken);
        }
    }

    @Override
    public void tunnel(Receiver tunnelEnd) {
        receiver = tunnelEnd;
        requestEnded = false;
    }

    @Override
    public void abort() {
        receiver = null;
        Http2Stream cancelled = stream;
        if (cancelled == null) {
            closed();
        } else if (!over) {
            connection.cancel(cancelled);
        }
    }

    @Override
    public boolean reused() {
        return rested;
    }

    @Override
    public long resetCode() {
        return resetCode;
    }

    /** A head, or trailers. */
    void headers(Http2Headers headers, boolean last) throws Http2Exception {
        Receiver to = receiver;
        Http2Stream from = stream;
        if (to == null || from == null) {
            return;
        }
        if (answered) {
            requireLength(true);
            answerEnds(AnswerHead.trailers(from.id(), headers));
            return;
        }
        ResponseHead head = AnswerHead.of(from.id(), headers, method, last);
        if (!head.interim()) {
            answers(head, to, last);
        } else if (last || ++interim > MOST_INTERIM) {
            throw AnswerHead.malformed(from.id(), "too many interim answers, or the last of them");
        } else {
            markFed();
            to.answer(head);
        }
    }

    private void answers(ResponseHead head, Receiver to, boolean last) {
        answered = true;
        boolean switches = asksForTunnel && head.status() / 100 == 2;
        expected = switches ? -1 : head.framing() == Framing.NONE ? 0 : head.contentLength();
        tally.answers(head);
        to.answer(switches && webSocket != null ? webSocket.switching(head) : head);
        if (receiver == null) {
            return;
        }
        markFed();
        if (requestEnded && !switches) {
            endRequest(Fields.EMPTY);
        }
        if (last) {
            answerEnds(Fields.EMPTY);
        }
    }

    /** Bytes of the body; says how many of them are done with. */
    int data(ByteBuf data, boolean last) throws Http2Exception {
        int length = data.readableBytes();
        Receiver to = receiver;
        Http2Stream from = stream;
        if (to == null || from == null) {
            return length;
        }
        if (!answered) {
            throw AnswerHead.malformed(from.id(), "a body before its head");
        }
        received += length;
        requireLength(last);
        if (length > 0) {
            untaken += length;
            tally.body(length);
            markFed();
            to.answerBody(data.retain());
        }
        if (last && receiver != null) {
            answerEnds(Fields.EMPTY);
        }
        return 0;
    }

    /** RFC 9113 section 8.1.1. */
    private void requireLength(boolean last) throws Http2Exception {
        Http2Stream from = stream;
        if (from != null && expected >= 0 && (received > expected || (last && received < expected))) {
            throw AnswerHead.malformed(from.id(), "the body is not as long as Content-Length says");
        }
    }

    void reset(long errorCode) {
        resetCode = errorCode;
        boolean refused = errorCode == Http2Error.REFUSED_STREAM.code() && !answered;
        lose(refused ? Loss.UNPROCESSED : cutOrEmpty());
    }

    /** The server goes away, and did nothing with streams of higher numbers than this. */
    void unprocessedAfter(int lastStream) {
        if (stream != null && stream.id() > lastStream) {
            lose(Loss.UNPROCESSED);
        }
    }

    void broken() {
        lose(Loss.MALFORMED);
    }

    void cut() {
        lose(cutOrEmpty());
    }

    /** The stream is no more, whoever closed it. */
    void closed() {
        if (!over) {
            over = true;
            lose(cutOrEmpty());
            connection.ended();
        }
    }

    void writabilityChanged() {
        if (receiver != null) {
            receiver.serverWritability();
        }
    }

    /** What could be read now was. */
    void pause() {
        fed = false;
        if (receiver != null && !answerEnded) {
            receiver.answerPause();
        }
    }

    private void markFed() {
        if (!fed) {
            fed = true;
            connection.fed(this);
        }
    }

    private void endRequest(Fields trailers) {
        Http2Stream to = stream;
        if (to == null || endSent) {
            return;
        }
        endSent = true;
        if (trailers.isEmpty()) {
            connection.data(to, Unpooled.EMPTY_BUFFER, true);
        } else {
            connection.trailers(to, RequestHeaders.trailers(trailers));
        }
    }

    private void answerEnds(Fields trailers) {
        Receiver to = receiver;
        if (to == null) {
            return;
        }
        answerEnded = true;
        tally.answered();
        if (requestEnded) {
            receiver = null;
        }
        to.answerEnd(trailers);
    }

    private Loss cutOrEmpty() {
        return answered ? Loss.CUT : Loss.NO_ANSWER;
    }

    private void lose(Loss loss) {
        Receiver to = receiver;
        receiver = null;
        if (to == null) {
            return;
        }
        if (!answerEnded && !(asksForTunnel && answered)) {
            tally.lost(loss, rested);
        }
        to.serverLost(loss);
    }

    /** Not from within {@link #send}: it goes on with the body. */
    private void later(Loss loss) {
        connection.channel().eventLoop().execute(() -> {
            lose(loss);
            closed();
        });
    }
}
