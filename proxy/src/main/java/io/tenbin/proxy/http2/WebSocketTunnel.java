package io.tenbin.proxy.http2;

import io.netty.util.AsciiString;
import io.tenbin.proxy.http1.FieldNames;
import io.tenbin.proxy.http1.Fields;
import io.tenbin.proxy.http1.ResponseHead;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A client of HTTP/2 that opens a WebSocket (RFC 8441), towards a server of HTTP/1.1 (RFC 6455 section 4): the server is given a key,
 * and has to prove that it has understood.
 */
public final class WebSocketTunnel {
    static final AsciiString PROTOCOL = AsciiString.cached("websocket");
    private static final AsciiString UPGRADE = AsciiString.cached("Upgrade");
    private static final AsciiString KEY = AsciiString.cached("Sec-WebSocket-Key");
    private static final AsciiString ACCEPT = AsciiString.cached("Sec-WebSocket-Accept");
    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private WebSocketTunnel() {}

    /** Puts into a request what asks for it. The key has to be another each time, and may be guessed. */
    static void ask(Fields fields) {
        byte[] nonce = new byte[16];
        ThreadLocalRandom.current().nextBytes(nonce);
        fields.append(FieldNames.CONNECTION, UPGRADE);
        fields.append(FieldNames.UPGRADE, PROTOCOL);
        fields.set(KEY, Base64.getEncoder().encodeToString(nonce));
    }

    /** The key of a request that asks for it; null in any other. */
    public static @Nullable AsciiString key(Fields request) {
        return request.first(KEY);
    }

    /** Whether the answer of status 101 is one to this key. */
    public static boolean accepts(ResponseHead answer, AsciiString key) {
        AsciiString accept = answer.fields().first(ACCEPT);
        return accept != null
                && accept.contentEquals(proof(key))
                && answer.fields().containsToken(FieldNames.UPGRADE, PROTOCOL);
    }

    /** Takes out of the answer what the client would not understand. */
    public static void opened(Fields answer) {
        answer.remove(ACCEPT);
    }

    private static String proof(AsciiString key) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-1").digest((key + MAGIC).getBytes(StandardCharsets.ISO_8859_1));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each Java platform has SHA-1", e);
        }
    }
}
