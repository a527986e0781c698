package io.tenbin.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.util.AsciiString;
import io.tenbin.config.RetriesConfig;
import io.tenbin.proxy.http1.Fields;
import io.tenbin.proxy.http1.Framing;
import io.tenbin.proxy.http1.Methods;
import io.tenbin.proxy.http1.RequestHead;
import io.tenbin.proxy.upstream.ServerStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request's body as far as it has come: held while there is no server to send it to, and kept while it is small enough to be
 * sent again to another one.
 */
final class RequestBody {
    /** RFC 9110 section 9.2.2. */
    private static final Set<AsciiString> IDEMPOTENT =
            Set.of(Methods.GET, Methods.HEAD, Methods.PUT, Methods.DELETE, Methods.OPTIONS, Methods.TRACE);

    /** What is kept for a repetition comes in at most as many pieces: each costs memory of its own, however small it is. */
    private static final int MOST_PIECES = 1024;

    private final RequestHead request;
    private final Deque<ByteBuf> kept = new ArrayDeque<>(0);
    private Fields trailers = Fields.EMPTY;
    private @Nullable Mirror copy;
    private long size;
    private int most;
    private boolean repeats;
    private boolean keeps;
    private boolean ended;
    private boolean lost;

    RequestBody(RequestHead request) {
        this.request = request;
    }

    /**
     * From now on what comes is kept as far as these retries may need it. To be called before anything has come.
     *
     * @param refusable whether a server can say that it did nothing with a request: then any can be repeated
     */
    void keepFor(RetriesConfig retries, boolean refusable) {
        repeats = retries.allowNonIdempotent() || IDEMPOTENT.contains(request.method());
        keeps = repeats || (refusable && retries.after().causes().contains(RetriesConfig.Cause.UNPROCESSED));
        most = retries.bufferSize();
    }

    /** What comes is copied, too. To be called before anything has come. */
    void copyTo(Mirror mirror) {
        copy = mirror;
    }

    /** The copy goes on its way, if the request is whole. */
    void sendCopy() {
        Mirror whole = copy;
        if (whole != null && ended) {
            copy = null;
            whole.requestEnd(trailers);
        }
    }

    /** The exchange is over, and with it what was copied of a request that is not whole. */
    void over() {
        release();
        sendCopy();
        if (copy != null) {
            copy.requestLost();
            copy = null;
        }
    }

    private void copy(ByteBuf data) {
        if (copy != null) {
            copy.requestBody(data);
        }
    }

    /** Takes bytes for a server that is not there yet. */
    void hold(ByteBuf data) {
        size += data.readableBytes();
        copy(data);
        kept.add(data);
    }

    /** Sends bytes on, and keeps them as long as they could be repeated. */
    void pass(ByteBuf data, ServerStream server) {
        size += data.readableBytes();
        copy(data);
        if (keeps()) {
            kept.add(data.retainedDuplicate());
        } else {
            release();
        }
        server.body(data);
    }

    /** Nothing more comes. */
    void end(Fields withTrailers) {
        ended = true;
        trailers = withTrailers;
    }

    /** Sends all that has come to a server that knows none of it. */
    void replay(ServerStream server) {
        if (keeps()) {
            kept.forEach(data -> server.body(data.retainedDuplicate()));
        } else {
            lost |= size > 0;
            while (!kept.isEmpty()) {
                server.body(kept.poll());
            }
        }
        if (ended) {
            server.end(trailers);
        } else {
            server.flush();
        }
    }

    /** Nothing will be repeated any more. */
    void release() {
        lost = true;
        while (!kept.isEmpty()) {
            kept.poll().release();
        }
    }

    Fields trailers() {
        return trailers;
    }

    boolean ended() {
        return ended;
    }

    /** Bytes that have come. */
    long size() {
        return size;
    }

    /** Whether the request has a body that has not come to its end. */
    boolean awaited() {
        return !ended && request.framing() != Framing.NONE && request.contentLength() != 0;
    }

    /** Whether the request may be sent again after a server may have acted on it, and {@link #replay} would send all of it. */
    boolean repeatable() {
        return repeats && !lost;
    }

    /** Whether {@link #replay} would send all of the request. */
    boolean replayable() {
        return !lost;
    }

    /** Whether the request, as far as its head tells, can be repeated at any time before its answer. */
    boolean repeatableIfKept() {
        return repeats && request.contentLength() >= 0 && request.contentLength() <= most;
    }

    private boolean keeps() {
        return keeps && !lost && size <= most && kept.size() < MOST_PIECES;
    }
}
