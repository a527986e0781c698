package io.tenbin.proxy.http2;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.ReadOnlyHttp2Headers;
import io.netty.util.AsciiString;
import io.tenbin.proxy.http1.Fields;
import java.util.Arrays;

/** An answer's head, and its trailers, as HTTP/2 carries them (RFC 9113 sections 8.2 and 8.3.2). */
public final class ResponseHeaders {
    private ResponseHeaders() {}

    /** A head, interim or final. What concerns a connection of HTTP/1 is left out. */
    public static Http2Headers of(int status, Fields fields) {
        return ReadOnlyHttp2Headers.serverHeaders(
                false, HttpResponseStatus.valueOf(status).codeAsText(), lines(fields));
    }

    /** Trailers. */
    public static Http2Headers trailers(Fields fields) {
        return ReadOnlyHttp2Headers.trailers(false, lines(fields));
    }

    /** Bytes of the names and values and of what stands around them in HTTP/1, which is what HAProxy counts. */
    public static int size(Fields fields) {
        int size = 0;
        for (int line = 0; line < fields.size(); line++) {
            size += fields.name(line).length() + fields.value(line).length() + 4;
        }
        return size;
    }

    private static AsciiString[] lines(Fields fields) {
        AsciiString[] lines = new AsciiString[fields.size() * 2];
        int at = 0;
        for (int line = 0; line < fields.size(); line++) {
            AsciiString name = fields.name(line);
            if (!FieldRules.isOfConnection(name)) {
                lines[at++] = name.toLowerCase();
                lines[at++] = fields.value(line);
            }
        }
        return at == lines.length ? lines : Arrays.copyOf(lines, at);
    }
}
