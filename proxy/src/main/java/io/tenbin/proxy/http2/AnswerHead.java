package io.tenbin.proxy.http2;

import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import io.tenbin.proxy.http1.Fields;
import io.tenbin.proxy.http1.ResponseHead;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Heads and trailers of answers that came in HTTP/2, judged by RFC 9113 sections 8.2 and 8.3.2. The codec has refused names that
 * are no tokens or not in lower case, pseudo-header fields that are unknown, not for answers or behind others, and fields that concern
 * a connection. What breaks a rule is an error of its stream.
 */
public final class AnswerHead {
    /** Fields of a head, or of a trailer section: as many as HTTP/1 may have. */
    private static final int MOST_FIELDS = 256;

    private AnswerHead() {}

    /**
     * A head, interim or final.
     *
     * @param method of the request
     * @param ended whether nothing follows
     */
    public static ResponseHead of(int stream, Http2Headers headers, AsciiString method, boolean ended)
            throws Http2Exception {
        int status = status(stream, headers);
        try {
            return ResponseHead.multiplexed(status, fields(stream, headers), method, ended);
        } catch (IllegalArgumentException e) {
            throw malformed(stream, String.valueOf(e.getMessage()));
        }
    }

    /** Trailers, without those that must not be merged into a head (RFC 9110 section 6.5.1). */
    public static Fields trailers(int stream, Http2Headers headers) throws Http2Exception {
        if (headers.isEmpty()) {
            return Fields.EMPTY;
        }
        try {
            return fields(stream, headers).asTrailers();
        } catch (IllegalArgumentException e) {
            throw malformed(stream, String.valueOf(e.getMessage()));
        }
    }

    /** What an answer is told to be that broke a rule. */
    public static Http2Exception malformed(int stream, String what) {
        return Http2Exception.streamError(stream, Http2Error.PROTOCOL_ERROR, "%s", what);
    }

    private static int status(int stream, Http2Headers headers) throws Http2Exception {
        List<CharSequence> given = headers.getAll(Http2Headers.PseudoHeaderName.STATUS.value());
        int status = given.size() == 1 ? number(given.getFirst()) : -1;
        // RFC 9113 section 8.6: there is no 101.
        if (status < 100 || status == 101) {
            throw malformed(stream, "no :status of an answer");
        }
        return status;
    }

    private static int number(@Nullable CharSequence text) {
        if (text == null || text.length() != 3) {
            return -1;
        }
        int number = 0;
        for (int i = 0; i < 3; i++) {
            char digit = text.charAt(i);
            if (digit < '0' || digit > '9') {
                return -1;
            }
            number = number * 10 + digit - '0';
        }
        return number;
    }

    private static Fields fields(int stream, Http2Headers headers) throws Http2Exception {
        if (headers.size() > MOST_FIELDS) {
            throw malformed(stream, "too many fields");
        }
        Fields fields = new Fields();
        for (Map.Entry<CharSequence, CharSequence> header : headers) {
            CharSequence name = header.getKey();
            if (name.charAt(0) != ':') {
                fields.add(name, trimmed(stream, header.getValue()));
            }
        }
        return fields;
    }

    /** RFC 9113 section 8.2.1: no blanks around it. */
    private static CharSequence trimmed(int stream, CharSequence value) throws Http2Exception {
        int length = value.length();
        if (length > 0 && (isBlank(value.charAt(0)) || isBlank(value.charAt(length - 1)))) {
            throw malformed(stream, "blanks around a field's value");
        }
        return value;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
