package io.tenbin.proxy.http1;

import io.netty.util.AsciiString;

/**
 * How a message's body is delimited, as its fields say it (RFC 9112 section 6), and nothing else: both ways at once, or anything that
 * another reader could understand differently, is malformed.
 *
 * @param length of the body in bytes; 0 for none, -1 if it is not known beforehand
 */
record BodyLength(Framing framing, long length) {
    static final BodyLength NONE = new BodyLength(Framing.NONE, 0);
    static final BodyLength CHUNKED = new BodyLength(Framing.CHUNKED, -1);
    static final BodyLength UNTIL_CLOSE = new BodyLength(Framing.UNTIL_CLOSE, -1);

    private static final AsciiString CODING = AsciiString.cached("chunked");

    /**
     * Reads the framing fields and leaves one of them at most, in its plainest spelling.
     *
     * @param otherwise what a message without framing fields has
     */
    static BodyLength of(Fields fields, long seen, int minorVersion, BodyLength otherwise) throws Malformed {
        if ((seen & KnownNames.TRANSFER_ENCODING_SEEN) != 0) {
            if (minorVersion == 0) {
                throw Malformed.badRequest("Transfer-Encoding in HTTP/1.0");
            }
            if ((seen & KnownNames.CONTENT_LENGTH_SEEN) != 0) {
                throw Malformed.badRequest("both Transfer-Encoding and Content-Length");
            }
            requireChunked(fields);
            fields.set(FieldNames.TRANSFER_ENCODING, CODING);
            return CHUNKED;
        }
        if ((seen & KnownNames.CONTENT_LENGTH_SEEN) != 0) {
            return new BodyLength(Framing.LENGTH, contentLength(fields));
        }
        return otherwise;
    }

    /**
     * Of a message whose frames delimit it: what {@code Content-Length} says, or for HTTP/1 that its length is not known beforehand.
     *
     * @param ended whether nothing follows the head
     */
    static BodyLength ofHttp2(Fields fields, boolean ended) throws Malformed {
        if (fields.contains(FieldNames.CONTENT_LENGTH)) {
            long length = contentLength(fields);
            if (ended && length > 0) {
                throw Malformed.badRequest("no body, but a Content-Length of one");
            }
            return new BodyLength(Framing.LENGTH, length);
        }
        if (ended) {
            return NONE;
        }
        fields.append(FieldNames.TRANSFER_ENCODING, CODING);
        return CHUNKED;
    }

    private static void requireChunked(Fields fields) throws Malformed {
        int codings = 0;
        int chunked = 0;
        boolean last = false;
        int line = fields.indexOf(FieldNames.TRANSFER_ENCODING, 0);
        for (; line >= 0; line = fields.indexOf(FieldNames.TRANSFER_ENCODING, line + 1)) {
            TokenList list = new TokenList(fields.value(line));
            while (list.next()) {
                if (!list.isToken()) {
                    throw Malformed.badRequest("invalid Transfer-Encoding");
                }
                codings++;
                last = list.is(CODING);
                chunked += last ? 1 : 0;
            }
        }
        if (chunked > 1 || (chunked == 1 && !last)) {
            throw Malformed.badRequest("chunked is not the one last transfer coding");
        }
        if (chunked != codings) {
            throw new Malformed(501, "transfer coding other than chunked");
        }
    }

    private static long contentLength(Fields fields) throws Malformed {
        long length = -1;
        boolean plain = true;
        int line = fields.indexOf(FieldNames.CONTENT_LENGTH, 0);
        for (; line >= 0; line = fields.indexOf(FieldNames.CONTENT_LENGTH, line + 1)) {
            AsciiString value = fields.value(line);
            TokenList list = new TokenList(value);
            while (list.next()) {
                long number = list.decimal();
                if (number < 0) {
                    throw Malformed.badRequest("invalid Content-Length");
                }
                if (length >= 0 && number != length) {
                    throw Malformed.badRequest("differing Content-Length");
                }
                plain &= length < 0 && (value.length() == 1 || value.byteAt(0) != '0');
                length = number;
            }
        }
        if (!plain) {
            fields.set(FieldNames.CONTENT_LENGTH, Long.toString(length));
        }
        return length;
    }
}
