package io.tenbin.proxy.compress;

import io.netty.util.AsciiString;
import io.tenbin.config.CompressionConfig.Algorithm;

/** How a body is compressed (RFC 9110 section 8.4.1). */
public enum ContentCoding {
    /** RFC 1952. */
    GZIP,
    /** RFC 1950: zlib, as the name has always meant. */
    DEFLATE;

    private static final AsciiString GZIP_TOKEN = AsciiString.cached("gzip");
    private static final AsciiString GZIP_ALIAS = AsciiString.cached("x-gzip");
    private static final AsciiString DEFLATE_TOKEN = AsciiString.cached("deflate");

    static ContentCoding of(Algorithm algorithm) {
        return switch (algorithm) {
            case GZIP -> GZIP;
            case DEFLATE -> DEFLATE;
        };
    }

    /** What {@code Content-Encoding} says. */
    AsciiString token() {
        return switch (this) {
            case GZIP -> GZIP_TOKEN;
            case DEFLATE -> DEFLATE_TOKEN;
        };
    }

    /** Another name by which clients accept it. */
    AsciiString alias() {
        return switch (this) {
            case GZIP -> GZIP_ALIAS;
            case DEFLATE -> DEFLATE_TOKEN;
        };
    }
}
