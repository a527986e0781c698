package io.tenbin.proxy.http1;

import io.netty.util.AsciiString;

/** Bytes of a complete head into a {@link ResponseHead}. */
final class ResponseParser {
    private ResponseParser() {}

    static ResponseHead parse(byte[] head, AsciiString method, int most) throws Malformed {
        HeadCursor cursor = new HeadCursor(head);
        int minorVersion = cursor.version();
        int status = cursor.status();
        AsciiString reason = cursor.reason();
        Fields fields = cursor.fields(most, 502);
        long seen = cursor.seen();
        BodyLength body =
                body(status, fields, method, BodyLength.of(fields, seen, minorVersion, BodyLength.UNTIL_CLOSE));
        boolean keepAlive =
                ConnectionOptions.of(fields, seen, minorVersion).keepAlive() && body.framing() != Framing.UNTIL_CLOSE;
        return new ResponseHead(status, reason, minorVersion, fields, body, keepAlive);
    }

    /**
     * What the body is, given what the fields say of it.
     *
     * @param fields lose what must not be there
     */
    static BodyLength body(int status, Fields fields, AsciiString method, BodyLength said) {
        boolean connected = status / 100 == 2 && method.equals(Methods.CONNECT);
        if (status < 200 || status == 204 || connected) {
            // RFC 9110 section 8.6 and RFC 9112 section 6.1 forbid them there, and a client that heeds them waits for a
            // body.
            fields.remove(FieldNames.CONTENT_LENGTH);
            fields.remove(FieldNames.TRANSFER_ENCODING);
            return BodyLength.NONE;
        }
        return status == 304 || method.equals(Methods.HEAD) ? BodyLength.NONE : said;
    }
}
