package io.tenbin.proxy.http2;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.util.AsciiString;
import io.tenbin.proxy.http1.FieldNames;
import io.tenbin.proxy.http1.Fields;
import io.tenbin.proxy.http1.Methods;
import io.tenbin.proxy.http1.RequestHead;
import io.tenbin.proxy.http1.ResponseHead;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The opening of a WebSocket by a client of HTTP/1.1 (RFC 6455 section 4.1) to a server of HTTP/2, which has a CONNECT of its own for
 * that (RFC 8441): there is no key there, so that it is answered here.
 */
public final class WebSocketHandshake {
    private static final AsciiString WEBSOCKET = AsciiString.cached("websocket");
    private static final AsciiString UPGRADE = AsciiString.cached("Upgrade");
    static final AsciiString KEY = AsciiString.cached("Sec-WebSocket-Key");
    private static final AsciiString ACCEPT = AsciiString.cached("Sec-WebSocket-Accept");
    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final AsciiString key;

    private WebSocketHandshake(AsciiString key) {
        this.key = key;
    }

    /**
     * Of a request that asks for one; null of any other. What else a request may want to upgrade to does not exist in HTTP/2, and a
     * server need not do so.
     */
    public static @Nullable WebSocketHandshake of(RequestHead request) {
        Fields fields = request.fields();
        if (!request.method().equals(Methods.GET) || !fields.containsToken(FieldNames.UPGRADE, WEBSOCKET)) {
            return null;
        }
        AsciiString key = fields.first(KEY);
        return key == null ? null : new WebSocketHandshake(key);
    }

    /** What the client is to get when the server agrees. */
    public ResponseHead switching(ResponseHead agreement) {
        Fields fields = agreement.fields();
        fields.set(FieldNames.UPGRADE, WEBSOCKET);
        fields.set(FieldNames.CONNECTION, UPGRADE);
        fields.set(ACCEPT, accept());
        return ResponseHead.multiplexed(101, fields, Methods.GET, false);
    }

    private String accept() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest((key + MAGIC).getBytes(ISO_8859_1));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each Java platform has SHA-1", e);
        }
    }
}
