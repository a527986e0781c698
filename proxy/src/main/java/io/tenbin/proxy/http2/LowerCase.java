package io.tenbin.proxy.http2;

import io.netty.util.AsciiString;
import io.tenbin.proxy.http1.FieldNames;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Names of fields as HTTP/2 wants them (RFC 9113 section 8.2.1), for most of them without allocating. */
final class LowerCase {
    private static final Map<AsciiString, AsciiString> KNOWN = new HashMap<>();

    static {
        List.of(
                        FieldNames.ACCEPT,
                        FieldNames.ACCEPT_ENCODING,
                        FieldNames.ACCEPT_LANGUAGE,
                        FieldNames.AUTHORIZATION,
                        FieldNames.CACHE_CONTROL,
                        FieldNames.CONTENT_ENCODING,
                        FieldNames.CONTENT_LENGTH,
                        FieldNames.CONTENT_TYPE,
                        FieldNames.COOKIE,
                        FieldNames.DATE,
                        FieldNames.ETAG,
                        FieldNames.EXPECT,
                        FieldNames.IF_MODIFIED_SINCE,
                        FieldNames.IF_NONE_MATCH,
                        FieldNames.LAST_MODIFIED,
                        FieldNames.LOCATION,
                        FieldNames.ORIGIN,
                        FieldNames.REFERER,
                        FieldNames.SERVER,
                        FieldNames.SET_COOKIE,
                        FieldNames.TE,
                        FieldNames.TRAILER,
                        FieldNames.USER_AGENT,
                        FieldNames.VARY,
                        FieldNames.VIA,
                        FieldNames.X_FORWARDED_FOR,
                        FieldNames.X_FORWARDED_HOST,
                        FieldNames.X_FORWARDED_PORT,
                        FieldNames.X_FORWARDED_PROTO,
                        FieldNames.X_REQUEST_ID)
                .forEach(name ->
                        KNOWN.put(name, AsciiString.cached(name.toString()).toLowerCase()));
    }

    private LowerCase() {}

    static AsciiString of(AsciiString name) {
        AsciiString known = KNOWN.get(name);
        return known == null ? name.toLowerCase() : known;
    }
}
