package io.tenbin.proxy.http1;

import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/**
 * The head of a request that has been checked. What follows from its fields (framing, authority, persistence, expectation, upgrade)
 * was decided when it was parsed, and stays so when the fields are changed for the next hop.
 */
public final class RequestHead {
    private final AsciiString method;
    private final Target target;
    private final int minorVersion;
    private final Fields fields;
    private final BodyLength body;
    private final Semantics semantics;
    private Target next;
    private boolean forProxy;

    /** What the fields said about things other than the body. */
    record Semantics(
            @Nullable AsciiString authority,
            ConnectionOptions connection,
            boolean expectContinue,
            @Nullable AsciiString upgrade,
            boolean http2) {}

    RequestHead(
            AsciiString method, Target target, int minorVersion, Fields fields, BodyLength body, Semantics semantics) {
        this.method = method;
        this.target = target;
        this.minorVersion = minorVersion;
        this.fields = fields;
        this.body = body;
        this.semantics = semantics;
        this.next = target;
    }

    /**
     * The head of a request that came in HTTP/2 (RFC 9113 section 8.3.1), where frames delimit the body.
     *
     * @param target in one of the four forms that HTTP/1 has
     * @param fields in lower case, checked one by one; {@code Host} may be missing if the target has an authority. One that frames
     *     the body for HTTP/1 is added where need be
     * @param ended whether there is no body
     * @throws Malformed if they do not fit together
     */
    public static RequestHead ofHttp2(AsciiString method, AsciiString target, Fields fields, boolean ended)
            throws Malformed {
        return RequestParser.assemble(Methods.intern(method), target, fields, ended);
    }

    /** One of {@link Methods}, the same object, or another token. */
    public AsciiString method() {
        return method;
    }

    /** As sent: visible ASCII without {@code #}, at least one character. */
    public AsciiString target() {
        return target.raw();
    }

    /**
     * The target as HAProxy compares it: as sent, but an absolute one without its scheme's default port, and with a path (RFC 3986
     * section 6.2.3).
     */
    public AsciiString normalizedTarget() {
        return target.normalized();
    }

    public TargetForm targetForm() {
        return target.form();
    }

    /** 0 for HTTP/1.0, 1 for HTTP/1.1 and all versions after it, HTTP/2 too. */
    public int minorVersion() {
        return minorVersion;
    }

    /** Whether it came in HTTP/2. */
    public boolean isHttp2() {
        return semantics.http2();
    }

    /**
     * To be changed in place for the next hop. {@code Host} is the target's authority where the target has one;
     * {@code Content-Length} is one plain number, {@code Transfer-Encoding} is {@code chunked}, and never are both there. Names that
     * would pass for a field of ours behind a CGI-like server, as {@code X_Forwarded_For}, have been dropped.
     */
    public Fields fields() {
        return fields;
    }

    /** The target up to {@code ?}; the path of an absolute one, {@code /} if it is empty. Not decoded, not normalised. */
    public AsciiString path() {
        return target.path();
    }

    /** {@code host[:port]} of the target or else of {@code Host}, of valid grammar, in the case it came; null only in HTTP/1.0. */
    public @Nullable AsciiString authority() {
        return semantics.authority();
    }

    /** The authority without its port; an IPv6 address keeps its brackets. */
    public @Nullable AsciiString host() {
        AsciiString authority = semantics.authority();
        return authority == null ? null : Authority.host(authority);
    }

    /** What an origin server is to get: {@code /path?query}, or {@code *}; of CONNECT the target itself. */
    public AsciiString originTarget() {
        return target.origin();
    }

    /** An absolute target as it is for another proxy: with a path, as RFC 9112 section 3.2.2 wants it. Any other as sent. */
    public AsciiString proxyTarget() {
        return target.proxy();
    }

    /** What is written to the next hop: what an origin server is to get, or another proxy after {@link #forProxy}. */
    public AsciiString nextTarget() {
        return forProxy ? next.proxy() : next.origin();
    }

    /** The next hop is a proxy. */
    public void forProxy() {
        forProxy = true;
    }

    /**
     * Changes the target for the next hop; only of one with a path. {@link #target}, {@link #path} and {@link #authority} go on to
     * say what was asked for.
     *
     * @param pathAndQuery begins with a slash, and holds nothing that a target may not; null if it stays
     * @param host {@code host[:port]} of valid grammar; null if it stays
     */
    public void rewrite(@Nullable AsciiString pathAndQuery, @Nullable AsciiString host) {
        next = target.with(pathAndQuery, host);
        if (host != null) {
            fields.set(FieldNames.HOST, host);
        }
    }

    /** The same for another next hop: what is changed in one does not change the other. */
    public RequestHead copy() {
        RequestHead copy = new RequestHead(method, target, minorVersion, fields.copy(), body, semantics);
        copy.next = next;
        copy.forProxy = forProxy;
        return copy;
    }

    /** {@link #target} unless that was rewritten. */
    public AsciiString rewrittenTarget() {
        return next.raw();
    }

    /** {@link #originTarget} unless that was rewritten. */
    public AsciiString rewrittenOrigin() {
        return next.origin();
    }

    /** Whether the target has a path: not that of CONNECT, nor {@code *}. */
    public boolean hasPath() {
        return target.origin().byteAt(0) == '/';
    }

    /** Whether the client would send another request on its connection. */
    public boolean keepAlive() {
        return semantics.connection().keepAlive();
    }

    /** Never {@link Framing#UNTIL_CLOSE}. */
    public Framing framing() {
        return body.framing();
    }

    /** Bytes of the body; 0 for none, -1 if it is chunked. */
    public long contentLength() {
        return body.length();
    }

    /**
     * Whether the client waits for a 100. Ignored in HTTP/1.0 (RFC 9110 section 10.1.1). If this is false and {@code Expect} is
     * there in HTTP/1.1, the expectation is one that nobody can meet: 417.
     */
    public boolean expectContinue() {
        return semantics.expectContinue();
    }

    /**
     * The first {@code Upgrade} line, if {@code Connection} names it; null in HTTP/1.0 (RFC 9110 section 7.8). It may be a list, and
     * any protocol: relay only what is meant to be relayed, or a server may begin to speak what nobody here checks.
     */
    public @Nullable AsciiString upgrade() {
        return semantics.upgrade();
    }

    @Override
    public String toString() {
        return method + " " + path() + (isHttp2() ? " HTTP/2.0 " : " HTTP/1." + minorVersion + " ") + fields;
    }
}
