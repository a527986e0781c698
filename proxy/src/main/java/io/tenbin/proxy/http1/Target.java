package io.tenbin.proxy.http1;

import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/**
 * A request target taken apart.
 *
 * @param raw as it was sent
 * @param path up to the query; {@code /} for an absolute target without one
 * @param authority that the target names; null in origin and asterisk form
 * @param origin what an origin server gets (RFC 9112 section 3.2.1)
 */
record Target(
        TargetForm form,
        AsciiString raw,
        AsciiString path,
        @Nullable AsciiString authority,
        AsciiString origin) {
    private static final AsciiString SLASH = AsciiString.cached("/");
    private static final AsciiString ASTERISK = AsciiString.cached("*");
    private static final AsciiString HTTP_PORT = AsciiString.cached(":80");
    private static final AsciiString HTTPS_PORT = AsciiString.cached(":443");
    private static final AsciiString HTTP = AsciiString.cached("http://");
    private static final AsciiString HTTPS = AsciiString.cached("https://");

    /** Takes apart a target whose bytes have been checked. */
    static Target parse(AsciiString method, AsciiString raw) throws Malformed {
        if (method.equals(Methods.CONNECT)) {
            int start = raw.arrayOffset();
            if (!Authority.valid(raw.array(), start, start + raw.length(), true)) {
                throw Malformed.badRequest("CONNECT without host and port");
            }
            return new Target(TargetForm.AUTHORITY, raw, raw, raw, raw);
        }
        if (raw.byteAt(0) == '/') {
            return new Target(TargetForm.ORIGIN, raw, path(raw), null, raw);
        }
        if (raw.length() == 1 && raw.byteAt(0) == '*') {
            if (!method.equals(Methods.OPTIONS)) {
                throw Malformed.badRequest("target * with a method other than OPTIONS");
            }
            return new Target(TargetForm.ASTERISK, ASTERISK, ASTERISK, null, ASTERISK);
        }
        return absolute(method, raw);
    }

    private static Target absolute(AsciiString method, AsciiString raw) throws Malformed {
        int start = startsWith(raw, HTTP) ? HTTP.length() : startsWith(raw, HTTPS) ? HTTPS.length() : -1;
        if (start < 0) {
            throw Malformed.badRequest("target in none of the four forms");
        }
        int end = start;
        while (end < raw.length() && raw.byteAt(end) != '/' && raw.byteAt(end) != '?') {
            end++;
        }
        AsciiString authority = raw.subSequence(start, end, false);
        if (!Authority.valid(authority)) {
            throw Malformed.badRequest("invalid authority in the target");
        }
        AsciiString origin = origin(method, raw.subSequence(end, raw.length(), false));
        AsciiString path = end < raw.length() && raw.byteAt(end) == '/' ? path(origin) : SLASH;
        return new Target(TargetForm.ABSOLUTE, raw, path, authority, origin);
    }

    /**
     * The same target with another path and query, or another authority where it names one.
     *
     * @param pathAndQuery begins with a slash; null for what is there
     * @param host {@code host[:port]}; null for what is there
     */
    Target with(@Nullable AsciiString pathAndQuery, @Nullable AsciiString host) {
        AsciiString next = pathAndQuery == null ? origin : pathAndQuery;
        if (form != TargetForm.ABSOLUTE) {
            return new Target(form, next, path(next), authority, next);
        }
        AsciiString scheme = startsWith(raw, HTTP) ? HTTP : HTTPS;
        AsciiString named = host != null ? host : authority != null ? authority : AsciiString.EMPTY_STRING;
        return new Target(form, scheme.concat(named).concat(next), path(next), named, next);
    }

    /** As sent, but an absolute target loses its scheme's default port, and has a path. */
    AsciiString normalized() {
        AsciiString named = authority;
        if (form != TargetForm.ABSOLUTE || named == null) {
            return raw;
        }
        int scheme = startsWith(raw, HTTP) ? HTTP.length() : HTTPS.length();
        AsciiString port = scheme == HTTP.length() ? HTTP_PORT : HTTPS_PORT;
        int host = Authority.host(named).length();
        boolean portGiven = named.length() == host + 1
                || named.subSequence(host, named.length(), false).equals(port);
        boolean pathGiven = raw.length() > scheme + named.length() && raw.byteAt(scheme + named.length()) == '/';
        if (!portGiven && pathGiven) {
            return raw;
        }
        AsciiString before = raw.subSequence(0, scheme + (portGiven ? host : named.length()), false);
        AsciiString rest = raw.subSequence(scheme + named.length(), raw.length(), false);
        return pathGiven ? before.concat(rest) : before.concat(SLASH).concat(rest);
    }

    private static AsciiString origin(AsciiString method, AsciiString rest) {
        if (rest.isEmpty()) {
            // RFC 9112 section 3.2.4: the last proxy turns an OPTIONS for a whole server into the asterisk form.
            return method.equals(Methods.OPTIONS) ? ASTERISK : SLASH;
        }
        return rest.byteAt(0) == '/' ? rest : SLASH.concat(rest);
    }

    /** As to another proxy. An OPTIONS for a whole server keeps its empty path, by which the last proxy knows it. */
    AsciiString proxy() {
        if (form != TargetForm.ABSOLUTE || origin.equals(ASTERISK) || authority == null) {
            return raw;
        }
        int path = (startsWith(raw, HTTP) ? HTTP : HTTPS).length() + authority.length();
        return path < raw.length() && raw.byteAt(path) == '/'
                ? raw
                : raw.subSequence(0, path, false).concat(origin);
    }

    private static AsciiString path(AsciiString target) {
        int query = target.indexOf('?', 0);
        return query < 0 ? target : target.subSequence(0, query, false);
    }

    private static boolean startsWith(AsciiString raw, AsciiString prefix) {
        return raw.regionMatches(true, 0, prefix, 0, prefix.length());
    }
}
