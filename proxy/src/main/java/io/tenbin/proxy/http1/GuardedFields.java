package io.tenbin.proxy.http1;

import io.netty.util.AsciiString;

/** Names that a peer must not get at by a detour: the underscore that a CGI-like server reads as a hyphen, {@code Connection}, a trailer. */
final class GuardedFields {
    private static final AsciiString X_FORWARDED = AsciiString.cached("X-Forwarded-");
    private static final AsciiString CONTENT = AsciiString.cached("Content-");
    private static final AsciiString IF = AsciiString.cached("If-");
    private static final AsciiString PROXY = AsciiString.cached("Proxy-");

    /** What we set, and what frames a message: named in {@code Connection} or spelled with {@code _}, it would be undone. */
    private static final AsciiString[] OURS = {
        FieldNames.HOST,
        FieldNames.CONTENT_LENGTH,
        FieldNames.TRANSFER_ENCODING,
        FieldNames.FORWARDED,
        FieldNames.X_REAL_IP,
        FieldNames.X_REQUEST_ID,
        FieldNames.VIA
    };

    /** RFC 9110 section 6.5.1: framing, routing, request modifiers, authentication, response control, content format. */
    private static final AsciiString[] NOT_IN_TRAILERS = {
        FieldNames.CONNECTION,
        FieldNames.KEEP_ALIVE,
        FieldNames.TE,
        FieldNames.TRAILER,
        FieldNames.UPGRADE,
        FieldNames.HTTP2_SETTINGS,
        FieldNames.EXPECT,
        FieldNames.PROXY,
        FieldNames.CACHE_CONTROL,
        FieldNames.AUTHORIZATION,
        FieldNames.COOKIE,
        FieldNames.SET_COOKIE,
        FieldNames.DATE,
        FieldNames.LOCATION,
        FieldNames.RETRY_AFTER,
        FieldNames.VARY,
        FieldNames.ORIGIN,
        AsciiString.cached("Age"),
        AsciiString.cached("Expires"),
        AsciiString.cached("Pragma"),
        AsciiString.cached("Warning"),
        AsciiString.cached("Range"),
        AsciiString.cached("Max-Forwards"),
        AsciiString.cached("WWW-Authenticate"),
        AsciiString.cached("Authentication-Info"),
        AsciiString.cached("Set-Cookie2"),
    };

    private GuardedFields() {}

    static boolean ours(AsciiString name) {
        return begins(name, X_FORWARDED) || among(name, OURS);
    }

    /** A name with an underscore that means one of ours. */
    static boolean shadow(AsciiString name) {
        return name.indexOf('_', 0) >= 0 && ours(name);
    }

    static boolean forbiddenInTrailers(AsciiString name) {
        return ours(name)
                || begins(name, CONTENT)
                || begins(name, IF)
                || begins(name, PROXY)
                || among(name, NOT_IN_TRAILERS);
    }

    private static boolean among(AsciiString name, AsciiString[] names) {
        for (AsciiString other : names) {
            if (name.length() == other.length() && begins(name, other)) {
                return true;
            }
        }
        return false;
    }

    /** Without case, and with {@code _} as good as {@code -}. */
    private static boolean begins(AsciiString name, AsciiString prefix) {
        if (name.length() < prefix.length()) {
            return false;
        }
        for (int i = 0; i < prefix.length(); i++) {
            byte b = name.byteAt(i);
            if (lower(b == '_' ? (byte) '-' : b) != lower(prefix.byteAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static char lower(byte b) {
        return AsciiString.toLowerCase((char) (b & 0xff));
    }
}
