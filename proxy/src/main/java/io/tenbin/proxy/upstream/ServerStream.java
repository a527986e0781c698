package io.tenbin.proxy.upstream;

import io.netty.buffer.ByteBuf;
import io.tenbin.proxy.http1.Fields;
import io.tenbin.proxy.http1.RequestHead;
import io.tenbin.proxy.http1.ResponseHead;

/**
 * The server's side of one exchange, whatever version of HTTP carries it. Belongs to its event loop's thread. After
 * {@link #abort}, {@link Receiver#serverLost}, or the end of both request and answer it must not be touched again: another
 * exchange may have it.
 */
public interface ServerStream {
    /**
     * Sends a request's head, whose fields are meant for this hop, and asks for the first bytes of the answer.
     *
     * @param last whether the connection is to carry no other exchange after this one
     */
    void send(RequestHead head, boolean last, Receiver receiver);

    /** Sends bytes of the body and releases them. */
    void body(ByteBuf data);

    /** The request, or this direction of a tunnel, is complete. Written out at once. */
    void end(Fields trailers);

    /** Writes out what was sent since. */
    void flush();

    /** Whether more may be sent without piling up here. */
    boolean writable();

    /** Asks for more of the answer; without effect if that was asked for already. */
    void read();

    /** After an answer of status 101: bytes pass both ways as they are, to and from here. */
    void tunnel(Receiver receiver);

    /** Gives the exchange up; the receiver hears nothing more. */
    void abort();

    /** Whether other exchanges went this way before: what is lost then may tell nothing of the server. */
    boolean reused();

    /** The code of HTTP/2 (RFC 9113 section 7) with which the server reset the exchange; {@link #NOT_RESET} if it did not. */
    default long resetCode() {
        return NOT_RESET;
    }

    /** No code. */
    long NOT_RESET = -1;

    /** What comes from the server, on the event loop. */
    interface Receiver {
        /** A head: any number of interim ones, then the final one. */
        void answer(ResponseHead head);

        /** Bytes of the body, for the receiver to release. */
        void answerBody(ByteBuf data);

        /** The answer, or this direction of a tunnel, is complete. */
        void answerEnd(Fields trailers);

        /** What could be read now was; {@link ServerStream#read} for more. */
        void answerPause();

        /** {@link ServerStream#writable} may have changed. */
        void serverWritability();

        /** There will be nothing more. The answer may be complete already, if the request is not. */
        void serverLost(Loss loss);
    }

    /** How an exchange lost its server. */
    enum Loss {
        /** Before the first byte of an answer. */
        NO_ANSWER,
        /** In the middle of an answer's head or body. */
        CUT,
        /** The answer broke the protocol. */
        MALFORMED,
        /** The server says that it did nothing with the request (RFC 9113 section 8.7). */
        UNPROCESSED,
        /** The server does not switch to the protocol that was asked for. Nothing was sent. */
        UNSUPPORTED
    }
}
