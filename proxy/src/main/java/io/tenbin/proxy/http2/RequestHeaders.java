package io.tenbin.proxy.http2;

import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import io.tenbin.proxy.http1.FieldNames;
import io.tenbin.proxy.http1.Fields;
import io.tenbin.proxy.http1.Methods;
import io.tenbin.proxy.http1.RequestHead;

/**
 * A request's head as HTTP/2 carries it (RFC 9113 section 8.3.1). The authority is what {@code Host} says, which is left out
 * then; {@code :scheme} is that of the connection, for some servers answer no other.
 */
public final class RequestHeaders {
    private static final AsciiString HTTP = AsciiString.cached("http");
    private static final AsciiString HTTPS = AsciiString.cached("https");
    private static final AsciiString WEBSOCKET = AsciiString.cached("websocket");

    /** RFC 9113 section 8.2.2; {@code Host} says what {@code :authority} does. */
    private static final AsciiString[] OF_CONNECTIONS = {
        FieldNames.HOST,
        FieldNames.CONNECTION,
        FieldNames.KEEP_ALIVE,
        FieldNames.PROXY_CONNECTION,
        FieldNames.TRANSFER_ENCODING,
        FieldNames.UPGRADE,
        FieldNames.HTTP2_SETTINGS
    };

    private RequestHeaders() {}

    /**
     * Of a request whose fields are meant for the next hop.
     *
     * @param tls whether the connection is protected
     */
    public static Http2Headers of(RequestHead request, boolean tls) {
        Fields fields = request.fields();
        Http2Headers headers = new DefaultHttp2Headers(false, fields.size() + 5);
        boolean connects = request.method().equals(Methods.CONNECT);
        boolean upgrades = WebSocketHandshake.of(request) != null;
        headers.method(upgrades ? Methods.CONNECT : request.method());
        if (upgrades) {
            headers.add(Http2Headers.PseudoHeaderName.PROTOCOL.value(), WEBSOCKET);
        }
        if (!connects) {
            headers.scheme(tls ? HTTPS : HTTP).path(request.rewrittenOrigin());
        }
        AsciiString authority = connects ? request.nextTarget() : fields.first(FieldNames.HOST);
        if (authority != null) {
            headers.authority(authority);
        }
        for (int line = 0; line < fields.size(); line++) {
            AsciiString name = fields.name(line);
            if (!isOfConnection(name) && !(upgrades && name.contentEqualsIgnoreCase(WebSocketHandshake.KEY))) {
                headers.add(LowerCase.of(name), fields.value(line));
            }
        }
        return headers;
    }

    /** Trailers, which have no other rules than that of the names. */
    public static Http2Headers trailers(Fields trailers) {
        Http2Headers headers = new DefaultHttp2Headers(false, trailers.size());
        for (int line = 0; line < trailers.size(); line++) {
            headers.add(LowerCase.of(trailers.name(line)), trailers.value(line));
        }
        return headers;
    }

    private static boolean isOfConnection(AsciiString name) {
        for (AsciiString other : OF_CONNECTIONS) {
            if (name.length() == other.length() && name.contentEqualsIgnoreCase(other)) {
                return true;
            }
        }
        return false;
    }
}
