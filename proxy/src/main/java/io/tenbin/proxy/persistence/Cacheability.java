package io.tenbin.proxy.persistence;

import io.netty.util.AsciiString;
import io.tenbin.proxy.http1.Fields;
import io.tenbin.proxy.http1.Methods;

/** Whether a cache might keep an answer (RFC 9111 section 3), as far as HAProxy looks ({@code http_ana.c}). */
final class Cacheability {
    private static final AsciiString CACHE_CONTROL = AsciiString.cached("cache-control");
    private static final AsciiString PRAGMA = AsciiString.cached("pragma");
    private static final AsciiString EXPIRES = AsciiString.cached("expires");
    private static final AsciiString ETAG = AsciiString.cached("etag");
    private static final AsciiString LAST_MODIFIED = AsciiString.cached("last-modified");

    private Cacheability() {}

    static boolean cacheable(AsciiString method, int status, Fields answer) {
        return (method.equals(Methods.GET) || method.equals(Methods.HEAD))
                && byDefault(status)
                && hasFreshnessOrValidator(answer)
                && !forbidden(answer);
    }

    private static boolean byDefault(int status) {
        return switch (status) {
            case 200, 203, 204, 206, 300, 301, 404, 405, 410, 414, 501 -> true;
            default -> false;
        };
    }

    private static boolean hasFreshnessOrValidator(Fields answer) {
        return answer.contains(EXPIRES)
                || answer.contains(ETAG)
                || answer.contains(LAST_MODIFIED)
                || directive(answer, "max-age=")
                || directive(answer, "s-maxage=");
    }

    private static boolean forbidden(Fields answer) {
        return answer.containsToken(PRAGMA, "no-cache")
                || answer.containsToken(CACHE_CONTROL, "no-store")
                || answer.containsToken(CACHE_CONTROL, "no-cache")
                || answer.containsToken(CACHE_CONTROL, "private")
                || answer.containsToken(CACHE_CONTROL, "max-age=0")
                || answer.containsToken(CACHE_CONTROL, "s-maxage=0");
    }

    private static boolean directive(Fields answer, String prefix) {
        for (int line = 0; line < answer.size(); line++) {
            if (answer.name(line).contentEqualsIgnoreCase(CACHE_CONTROL)
                    && answer.value(line).toLowerCase().contains(prefix)) {
                return true;
            }
        }
        return false;
    }
}
