package io.tenbin.proxy.http1;

import io.netty.util.AsciiString;

/** The head of a response that has been checked, interim ones (1xx) too. Its framing takes the request's method into account. */
public final class ResponseHead {
    private final int status;
    private final AsciiString reason;
    private final int minorVersion;
    private final Fields fields;
    private final BodyLength body;
    private final boolean keepAlive;

    ResponseHead(int status, AsciiString reason, int minorVersion, Fields fields, BodyLength body, boolean keepAlive) {
        this.status = status;
        this.reason = reason;
        this.minorVersion = minorVersion;
        this.fields = fields;
        this.body = body;
        this.keepAlive = keepAlive;
    }

    /**
     * A head that came in HTTP/2 (RFC 9113 section 8.3.2), where frames delimit the body. Its {@link #contentLength} is what its
     * field says, 0 if nothing follows, and else not known; the field is as it came.
     *
     * @param fields without any that concern a connection
     * @param method of the request
     * @param ended whether nothing follows
     * @throws IllegalArgumentException if the fields do not say one length, or one that cannot be
     */
    public static ResponseHead multiplexed(int status, Fields fields, AsciiString method, boolean ended) {
        BodyLength said = said(fields);
        BodyLength body = ResponseParser.body(status, fields, method, said);
        if (ended && body.framing() != Framing.NONE) {
            if (said.length() > 0) {
                throw new IllegalArgumentException("no body, but a Content-Length of one");
            }
            body = new BodyLength(Framing.LENGTH, 0);
        }
        return new ResponseHead(status, Reasons.of(status), 1, fields, body, true);
    }

    private static BodyLength said(Fields fields) {
        if (!fields.contains(FieldNames.CONTENT_LENGTH)) {
            return BodyLength.CHUNKED;
        }
        try {
            return BodyLength.of(fields, KnownNames.CONTENT_LENGTH_SEEN, 1, BodyLength.CHUNKED);
        } catch (Malformed e) {
            throw new IllegalArgumentException(e.reason(), e);
        }
    }

    /** 100 to 999: servers do answer beyond 599. */
    public int status() {
        return status;
    }

    /** 1xx other than 101: another head follows, and no {@link MessageEnd} comes in between. */
    public boolean interim() {
        return status < 200 && status != 101;
    }

    /** May be empty. */
    public AsciiString reason() {
        return reason;
    }

    public int minorVersion() {
        return minorVersion;
    }

    /**
     * To be changed in place for the next hop. {@code Content-Length} is one plain number, {@code Transfer-Encoding} is
     * {@code chunked}, never are both there, and neither in a 1xx, a 204 or an answer to CONNECT.
     */
    public Fields fields() {
        return fields;
    }

    /** {@link Framing#NONE} for what never has a body: 1xx, 204, 304, answers to HEAD, and 2xx to CONNECT. */
    public Framing framing() {
        return body.framing();
    }

    /** Bytes of the body; 0 for none, -1 if that is not known before its end. */
    public long contentLength() {
        return body.length();
    }

    /** The same, with the same fields, but for a body whose length is not known beforehand. */
    public ResponseHead withUnknownLength() {
        return new ResponseHead(status, reason, minorVersion, fields, BodyLength.CHUNKED, keepAlive);
    }

    /** Whether the server would take another request on the connection, after this exchange. */
    public boolean keepAlive() {
        return keepAlive;
    }

    @Override
    public String toString() {
        return "HTTP/1." + minorVersion + " " + status + " " + fields;
    }
}
