package io.tenbin.proxy.http2;

import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import io.tenbin.config.LimitsConfig;
import io.tenbin.proxy.http1.FieldNames;
import io.tenbin.proxy.http1.Fields;
import io.tenbin.proxy.http1.Grammar;
import io.tenbin.proxy.http1.Malformed;
import io.tenbin.proxy.http1.Methods;
import io.tenbin.proxy.http1.RequestHead;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A field section that a client sends: a request's head (RFC 9113 section 8.3.1), or its trailers. Takes the fields one by one in the
 * order in which they come, and judges each; what broke a rule first is told when the section is used, since the connection's
 * compression needs all of it to be read.
 */
public final class RequestSection extends DefaultHttp2Headers {
    private static final AsciiString SCHEME_END = AsciiString.cached("://");

    private final int mostFields;
    private final Fields fields = new Fields();
    private @Nullable AsciiString method;
    private @Nullable AsciiString scheme;
    private @Nullable AsciiString authority;
    private @Nullable AsciiString path;
    private @Nullable AsciiString protocol;
    private @Nullable List<AsciiString> cookies;
    private @Nullable Malformed fault;
    private boolean anyPseudo;
    private boolean anyRegular;
    private int size;

    RequestSection(int mostFields) {
        super(false, 2);
        this.mostFields = mostFields;
    }

    @Override
    public Http2Headers add(CharSequence name, CharSequence value) {
        if (fault == null) {
            try {
                take(AsciiString.of(name), AsciiString.of(value));
            } catch (Malformed malformed) {
                fault = malformed;
            }
        }
        return this;
    }

    /**
     * The section as a request's head. A CONNECT that asks for WebSocket (RFC 8441) becomes the GET that asks an HTTP/1 server for it,
     * and lacks its key only.
     *
     * @param ended whether there is no body
     * @throws Malformed with status 400 if it is to be a stream error, or else with the status of the answer
     */
    public RequestHead head(boolean ended, LimitsConfig limits) throws Malformed {
        if (fault != null) {
            throw fault;
        }
        if (method == null || !Grammar.isToken(method)) {
            throw Malformed.badRequest("no valid :method");
        }
        if (authority != null && !anyRegular) {
            fields.append(FieldNames.HOST, authority);
        }
        if (cookies != null) {
            fields.append(FieldNames.COOKIE, new AsciiString(String.join("; ", cookies)));
        }
        AsciiString target = target(method);
        int line = method.length() + 1 + (path == null ? target : path).length() + " HTTP/2.0".length();
        if (line > limits.requestLine()) {
            throw new Malformed(414, "target too long");
        }
        if (size > limits.headers()) {
            throw new Malformed(431, "head too large");
        }
        if (protocol == null) {
            return RequestHead.ofHttp2(method, target, fields, ended);
        }
        if (!protocol.contentEquals(WebSocketTunnel.PROTOCOL)) {
            throw new Malformed(501, "extended CONNECT for something other than websocket");
        }
        WebSocketTunnel.ask(fields);
        return RequestHead.ofHttp2(Methods.GET, target, fields, true);
    }

    /** Whether the head asks for a tunnel: DATA frames are no body then. */
    public boolean asksForTunnel() {
        return method != null && method.contentEquals(Methods.CONNECT);
    }

    /** The section as trailers. */
    public Fields trailers() throws Malformed {
        if (fault != null) {
            throw fault;
        }
        if (anyPseudo) {
            throw Malformed.badRequest("pseudo-header field in trailers");
        }
        return fields.isEmpty() ? Fields.EMPTY : fields.asTrailers();
    }

    private void take(AsciiString name, AsciiString value) throws Malformed {
        size += name.length() + value.length() + 4;
        if (!name.isEmpty() && name.byteAt(0) == ':') {
            pseudo(name, value);
            return;
        }
        FieldRules.check(name, value);
        if (!anyRegular && authority != null) {
            fields.append(FieldNames.HOST, authority);
        }
        anyRegular = true;
        if (name.contentEqualsIgnoreCase(FieldNames.COOKIE)) {
            // RFC 9113 section 8.2.3: a cookie's pairs may come one by one, and HTTP/1 wants them in one line.
            cookie(value);
        } else if (authority != null && name.contentEqualsIgnoreCase(FieldNames.HOST)) {
            // RFC 9113 section 8.3.1: not to differ. It is there already.
            if (!value.contentEqualsIgnoreCase(authority)) {
                throw Malformed.badRequest("Host other than :authority");
            }
        } else if (fields.size() == mostFields) {
            throw new Malformed(431, "too many fields");
        } else {
            fields.append(name, value);
        }
    }

    private void pseudo(AsciiString name, AsciiString value) throws Malformed {
        anyPseudo = true;
        if (anyRegular) {
            throw Malformed.badRequest("pseudo-header field behind others");
        }
        if (name.contentEquals(PseudoHeaderName.METHOD.value())) {
            method = once(method, value);
        } else if (name.contentEquals(PseudoHeaderName.SCHEME.value())) {
            scheme = once(scheme, value);
        } else if (name.contentEquals(PseudoHeaderName.AUTHORITY.value())) {
            authority = once(authority, value);
        } else if (name.contentEquals(PseudoHeaderName.PATH.value())) {
            path = once(path, value);
        } else if (name.contentEquals(PseudoHeaderName.PROTOCOL.value())) {
            protocol = once(protocol, value);
        } else {
            throw Malformed.badRequest("unknown pseudo-header field");
        }
    }

    private void cookie(AsciiString pairs) {
        if (cookies == null) {
            cookies = new ArrayList<>(4);
        }
        cookies.add(pairs);
    }

    private static AsciiString once(@Nullable AsciiString before, AsciiString value) throws Malformed {
        if (before != null) {
            throw Malformed.badRequest("pseudo-header field twice");
        }
        if (value.isEmpty()) {
            throw Malformed.badRequest("empty pseudo-header field");
        }
        return value;
    }

    /** In one of the four forms of HTTP/1: the absolute one where there is an authority, which is what HAProxy makes of it. */
    private AsciiString target(AsciiString verb) throws Malformed {
        boolean connects = verb.contentEquals(Methods.CONNECT);
        if (connects && protocol == null) {
            if (authority == null || scheme != null || path != null) {
                throw Malformed.badRequest("CONNECT has :authority, and neither :scheme nor :path");
            }
            return authority;
        }
        if (scheme == null || path == null || (protocol != null && (!connects || authority == null))) {
            throw Malformed.badRequest("a pseudo-header field is missing");
        }
        if (path.byteAt(0) != '/') {
            if (path.length() > 1 || path.byteAt(0) != '*' || protocol != null) {
                throw Malformed.badRequest(":path that does not begin with a slash");
            }
            return path;
        }
        return authority == null
                ? path
                : scheme.concat(SCHEME_END).concat(authority).concat(path);
    }
}
