package io.tenbin.proxy.http2;

import io.netty.util.AsciiString;
import io.tenbin.proxy.http1.FieldNames;
import io.tenbin.proxy.http1.Grammar;
import io.tenbin.proxy.http1.Malformed;

/** What a field may be in HTTP/2 (RFC 9113 section 8.2), whoever sends it. */
public final class FieldRules {
    private static final AsciiString TRAILERS = AsciiString.cached("trailers");

    /** RFC 9113 section 8.2.2. */
    private static final AsciiString[] OF_CONNECTIONS = {
        FieldNames.CONNECTION,
        FieldNames.KEEP_ALIVE,
        FieldNames.PROXY_CONNECTION,
        FieldNames.TRANSFER_ENCODING,
        FieldNames.UPGRADE,
        FieldNames.HTTP2_SETTINGS
    };

    private FieldRules() {}

    /** Judges a field that is no pseudo-header field. */
    static void check(AsciiString name, AsciiString value) throws Malformed {
        if (!Grammar.isToken(name) || hasUpperCase(name)) {
            throw Malformed.badRequest("field name that is no token in lower case");
        }
        if (!Grammar.isFieldValue(value) || blanksAround(value)) {
            throw Malformed.badRequest("control character in a field, or blanks around it");
        }
        if (isOfConnection(name)) {
            throw Malformed.badRequest("field that concerns a connection");
        }
        if (name.contentEqualsIgnoreCase(FieldNames.TE) && !value.contentEqualsIgnoreCase(TRAILERS)) {
            throw Malformed.badRequest("TE other than trailers");
        }
    }

    /** Whether a field, in any case, must not be sent in HTTP/2. */
    public static boolean isOfConnection(AsciiString name) {
        for (AsciiString other : OF_CONNECTIONS) {
            if (name.length() == other.length() && name.contentEqualsIgnoreCase(other)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasUpperCase(AsciiString name) {
        for (int i = 0; i < name.length(); i++) {
            if (AsciiString.isUpperCase(name.byteAt(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean blanksAround(AsciiString value) {
        return !value.isEmpty() && (isBlank(value.byteAt(0)) || isBlank(value.byteAt(value.length() - 1)));
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }
}
