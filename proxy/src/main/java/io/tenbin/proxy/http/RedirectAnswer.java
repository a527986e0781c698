package io.tenbin.proxy.http;

import io.netty.util.AsciiString;
import io.netty.util.NetUtil;
import io.tenbin.config.RuleAction.Redirect;
import io.tenbin.proxy.http1.FieldNames;
import io.tenbin.proxy.http1.Fields;
import io.tenbin.proxy.http1.RequestHead;
import io.tenbin.proxy.http1.TargetForm;
import io.tenbin.proxy.transport.ConnectionEnds;
import java.net.Inet6Address;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where a redirect leads a request. The address is always a whole one: what comes of the request's path cannot be taken for a
 * host by a client.
 */
final class RedirectAnswer {
    private static final String HTTP = "http";
    private static final String HTTPS = "https";

    private RedirectAnswer() {}

    /**
     * The fields of the answer but those that delimit it.
     *
     * @param port the listener's
     * @param ends of which the address that the client connected to is the host of a request that names none
     */
    static Fields fields(Redirect redirect, RequestHead request, int port, ConnectionEnds ends) {
        Fields fields = new Fields();
        switch (redirect.status()) {
            // As HAProxy does: what may be kept is what is meant to last.
            case 302, 303, 307 -> fields.add(FieldNames.CACHE_CONTROL, "no-cache");
            default -> {}
        }
        fields.add(FieldNames.LOCATION, location(redirect, request, port, ends));
        return fields;
    }

    private static String location(Redirect redirect, RequestHead request, int port, ConnectionEnds ends) {
        String own = ends.tls() == null ? HTTP : HTTPS;
        String scheme = redirect.scheme() == null ? own : redirect.scheme();
        StringBuilder location = new StringBuilder(scheme).append("://");
        if (redirect.host() != null) {
            location.append(redirect.host());
        } else {
            location.append(host(request.host(), ends.destination().getAddress()));
        }
        int standard = scheme.equals(HTTP) ? 80 : 443;
        int target = redirect.port() != null ? redirect.port() : redirect.scheme() != null ? standard : port;
        if (target != standard) {
            location.append(':').append(target);
        }
        AsciiString path = hasPath(request) ? request.path() : AsciiString.of("/");
        AsciiString whole = hasPath(request) ? request.originTarget() : path;
        location.append(redirect.path() == null ? path : redirect.path());
        int query = whole.indexOf('?', 0);
        return (query < 0 ? location : location.append(whole.subSequence(query))).toString();
    }

    private static CharSequence host(@Nullable AsciiString host, InetAddress local) {
        if (host != null) {
            return host;
        }
        String text = NetUtil.toAddressString(local);
        return local instanceof Inet6Address ? "[" + text + "]" : text;
    }

    private static boolean hasPath(RequestHead request) {
        return request.targetForm() == TargetForm.ORIGIN || request.targetForm() == TargetForm.ABSOLUTE;
    }
}
