package io.tenbin.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Stream;
import io.tenbin.proxy.http1.Fields;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What a client sends on one stream of HTTP/2, on its way to whom it is for. The client may send as much as its window allows, and gets
 * that back when it is asked for more: so no more than a window of it ever waits here or behind.
 *
 * <pre>
 *   BODY --END_STREAM--&gt; complete
 *   HELD (CONNECT: what comes is no body) --tunnel()--&gt; TUNNEL --END_STREAM--&gt; complete
 * </pre>
 */
final class StreamInput {
    private final Http2ClientConnection connection;
    private final Http2Stream frames;
    private final long expected;
    private final Deque<ByteBuf> held = new ArrayDeque<>(0);
    private ClientStream.@Nullable Receiver receiver;
    private long size;
    private int unreturned;
    private boolean holds;
    private boolean tunnel;
    private boolean fresh;
    private boolean complete;

    /** @param expected bytes of the body; -1 if that is not known beforehand */
    StreamInput(Http2ClientConnection connection, Http2Stream frames, long expected) {
        this.connection = connection;
        this.frames = frames;
        this.expected = expected;
    }

    /** From now on this one gets what comes. */
    void begin(ClientStream.Receiver exchange) {
        receiver = exchange;
    }

    /** All of it came with the head. */
    void whole() {
        ends(Fields.EMPTY);
    }

    /** The request is whole with its head; what comes is for the tunnel that it asks for. */
    void holdForTunnel(boolean end) {
        holds = true;
        complete = end;
        if (receiver != null) {
            receiver.requestEnd(Fields.EMPTY);
        }
    }

    void tunnel(ClientStream.Receiver end) {
        receiver = end;
        holds = false;
        tunnel = true;
        while (!held.isEmpty()) {
            end.requestBody(held.poll());
        }
        if (complete) {
            end.requestEnd(Fields.EMPTY);
        }
    }

    boolean tunnelled() {
        return tunnel;
    }

    /** Whether the client has ended its side. */
    boolean complete() {
        return complete;
    }

    /** Bytes that come; says whether they are to be given back to the window later. */
    boolean data(ByteBuf data, boolean end) throws Http2Exception {
        int length = data.readableBytes();
        size += length;
        if (!holds && !tunnel && expected >= 0 && (size > expected || (end && size < expected))) {
            throw Http2Exception.streamError(
                    frames.id(), Http2Error.PROTOCOL_ERROR, "more or less DATA than Content-Length says");
        }
        boolean taken = take(data.retain(), length);
        if (end) {
            ends(Fields.EMPTY);
        }
        return taken;
    }

    private boolean take(ByteBuf data, int length) {
        ClientStream.Receiver to = receiver;
        if (to == null || length == 0) {
            data.release();
            return false;
        }
        unreturned += length;
        if (holds) {
            held.add(data);
        } else {
            fresh();
            to.requestBody(data);
        }
        return true;
    }

    /** The request ends, with trailers or without. */
    void trailers(Fields trailers) throws Http2Exception {
        if (!holds && !tunnel && expected >= 0 && size < expected) {
            throw Http2Exception.streamError(
                    frames.id(), Http2Error.PROTOCOL_ERROR, "less DATA than Content-Length says");
        }
        ends(trailers);
    }

    private void ends(Fields trailers) {
        complete = true;
        if (receiver != null && !holds) {
            receiver.requestEnd(trailers);
        }
    }

    private void fresh() {
        if (!fresh) {
            fresh = true;
            connection.hasNews(this);
        }
    }

    /** What could be read now was. */
    void pause() {
        fresh = false;
        if (receiver != null) {
            receiver.requestPause();
        }
    }

    /** More may come, as much as has been passed on. */
    void giveBack() {
        int bytes = unreturned;
        if (bytes > 0 && !holds) {
            unreturned = 0;
            connection.output().giveBack(frames, bytes);
        }
    }

    void writable() {
        if (receiver != null) {
            receiver.clientWritability();
        }
    }

    /** The client has closed its side of the whole connection. */
    void finished() {
        if (receiver != null && complete) {
            receiver.clientFinished();
        } else {
            lost('C');
        }
    }

    /** The client broke a rule. */
    void malformed() {
        if (tunnel) {
            lost('C');
        } else if (receiver != null) {
            receiver.requestMalformed(ErrorAnswer.BAD_REQUEST);
        }
    }

    void lost(char cause) {
        if (receiver != null) {
            receiver.clientLost(cause);
        }
    }

    /** The exchange's time is up; says whether there is one. */
    boolean expired() {
        ClientStream.Receiver waiting = receiver;
        if (waiting != null) {
            waiting.expired();
        }
        return waiting != null;
    }

    /** Nobody wants more. */
    void end() {
        receiver = null;
        while (!held.isEmpty()) {
            held.poll().release();
        }
    }
}
