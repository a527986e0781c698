package io.tenbin.proxy.http1;

import io.netty.util.AsciiString;

/** The methods of RFC 9110 and PATCH. A parsed method that is one of them is the same object. Methods are case-sensitive. */
public final class Methods {
    public static final AsciiString GET = AsciiString.cached("GET");
    public static final AsciiString HEAD = AsciiString.cached("HEAD");
    public static final AsciiString POST = AsciiString.cached("POST");
    public static final AsciiString PUT = AsciiString.cached("PUT");
    public static final AsciiString DELETE = AsciiString.cached("DELETE");
    public static final AsciiString OPTIONS = AsciiString.cached("OPTIONS");
    public static final AsciiString TRACE = AsciiString.cached("TRACE");
    public static final AsciiString PATCH = AsciiString.cached("PATCH");
    public static final AsciiString CONNECT = AsciiString.cached("CONNECT");

    private static final AsciiString[] ALL = {GET, POST, PUT, HEAD, DELETE, OPTIONS, PATCH, CONNECT, TRACE};

    private Methods() {}

    static AsciiString intern(AsciiString method) {
        for (AsciiString known : ALL) {
            if (known.contentEquals(method)) {
                return known;
            }
        }
        return method;
    }
}
