package io.tenbin.proxy.http;

import io.netty.buffer.ByteBuf;
import io.tenbin.proxy.http1.Fields;
import io.tenbin.proxy.http1.ResponseHead;
import io.tenbin.proxy.snapshot.StoredAnswer;
import io.tenbin.proxy.transport.ConnectionEnds;
import io.tenbin.proxy.transport.Timeout;
import io.tenbin.proxy.upstream.ServerStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of one exchange, whatever version of HTTP carries it. Belongs to its event loop's thread. What the client
 * sends comes to its {@link Receiver}.
 */
interface ClientStream {
    /** The client, and what it connected to. */
    ConnectionEnds ends();

    /** The client. */
    default InetSocketAddress peer() {
        return ends().client();
    }

    /** The address that the client connected to. */
    default InetAddress local() {
        return ends().destination().getAddress();
    }

    /** An interim answer, whose fields are meant for this hop; dropped where the client would not understand it. */
    void interim(ResponseHead head);

    /** Whether the client could make of this head, interim or final, what the server means by it. If not, it must not be sent. */
    default boolean takes(ResponseHead head) {
        return true;
    }

    /**
     * The head of the final answer, whose fields are meant for this hop. How its body is delimited is up to the stream.
     *
     * @param last whether the connection cannot carry another exchange after this one
     */
    void answer(ResponseHead head, boolean last);

    /** Sends bytes of the body and releases them. */
    void body(ByteBuf data);

    /** The answer, or this direction of a tunnel, is complete. Written out at once. */
    void end(Fields trailers);

    /**
     * A whole answer that was made here, written out at once.
     *
     * @param page what is said instead of the answer's own words; null for those
     * @param last as for {@link #answer}
     */
    void refuse(ErrorAnswer answer, @Nullable StoredAnswer page, boolean last);

    /**
     * Another whole answer that was made here, written out at once. Its body is left out where the request or the status forbids
     * one.
     *
     * @param fields all but those that delimit the answer; changed by this
     * @param body released by this
     * @param last as for {@link #answer}
     */
    void reply(int status, Fields fields, ByteBuf body, boolean last);

    /** Writes out what was sent since. */
    void flush();

    /** Whether more may be sent without piling up here. */
    boolean writable();

    /** Asks for more of the request; without effect if that was asked for already. */
    void read();

    /** After an answer of status 101: bytes pass both ways as they are, to and from here, even those that have come already. */
    void tunnel(Receiver receiver);

    /**
     * Cuts the answer so that the client sees that it is not whole.
     *
     * @param code with which the server did the same, as {@link ServerStream#resetCode}
     */
    void abort(long code);

    /** Nothing more comes from the exchange, and nothing more is to go to it. The request may be incomplete. */
    void ended();

    /** The exchange's to start and stop; when it expires the receiver is told. */
    Timeout timeout();

    /** Bytes sent for this exchange so far. */
    long bytesSent();

    /** What comes from the client, on the event loop. */
    interface Receiver {
        /** Bytes of the body, for the receiver to release. */
        void requestBody(ByteBuf data);

        /** The request, or this direction of a tunnel, is complete. */
        void requestEnd(Fields trailers);

        /** What could be read now was; {@link ClientStream#read} for more. */
        void requestPause();

        /** {@link ClientStream#writable} may have changed. */
        void clientWritability();

        /** The body breaks a rule, and nothing more comes. */
        void requestMalformed(ErrorAnswer answer);

        /**
         * Nothing more comes, and nothing more is taken.
         *
         * @param cause the first character of HAProxy's termination state: {@code C} if the client went, {@code K} if the
         *     proxy ends and waits no longer
         */
        void clientLost(char cause);

        /** The client has closed its side after its request: it still reads, or it has gone. */
        void clientFinished();

        /** The time of {@link ClientStream#timeout} is up. */
        void expired();
    }
}
