package io.tenbin.proxy.http;

import io.netty.util.AsciiString;
import io.tenbin.config.Cidr;
import io.tenbin.config.ForwardedForConfig;
import io.tenbin.config.HttpConfig;
import io.tenbin.proxy.http1.FieldNames;
import io.tenbin.proxy.http1.Fields;
import io.tenbin.proxy.http1.RequestHead;
import io.tenbin.proxy.transport.ConnectionEnds;
import java.net.InetAddress;
import java.util.List;

/**
 * What a request says of the way it came. Of peers that are not trusted nothing is believed: their fields give way to what is
 * true here before anything looks at them. Those of trusted peers stay, and only the list of addresses gets longer.
 */
final class ForwardedFields {
    private static final AsciiString HTTP = AsciiString.cached("http");
    private static final AsciiString HTTPS = AsciiString.cached("https");

    private ForwardedFields() {}

    static void apply(RequestHead request, HttpConfig config, ConnectionEnds ends) {
        InetAddress peer = ends.client().getAddress();
        ForwardedForConfig forwardedFor = config.forwardedFor();
        AsciiString header = headerName(forwardedFor);
        Fields fields = request.fields();
        if (!trusts(config, peer)) {
            fields.removeIf(line -> claim(fields.name(line), header));
            fields.add(FieldNames.X_FORWARDED_PROTO, ends.tls() == null ? HTTP : HTTPS);
            fields.add(
                    FieldNames.X_FORWARDED_PORT,
                    Integer.toString(ends.destination().getPort()));
            AsciiString authority = request.authority();
            if (authority != null) {
                fields.add(FieldNames.X_FORWARDED_HOST, authority);
            }
        }
        if (forwardedFor.enabled() && !contains(forwardedFor.except(), peer)) {
            // HAProxy's forwardfor: a line of its own at the end, since only the last one can be relied on.
            switch (forwardedFor.mode()) {
                case APPEND -> fields.add(header, peer.getHostAddress());
                case IF_NONE -> {
                    if (!fields.contains(header)) {
                        fields.add(header, peer.getHostAddress());
                    }
                }
                case REPLACE -> fields.set(header, peer.getHostAddress());
            }
        }
    }

    /** Whether what this peer says of others is believed. */
    static boolean trusts(HttpConfig config, InetAddress peer) {
        return contains(config.trustedProxies(), peer);
    }

    /** Whether a name is this one, also where a CGI-like server would read it as that. */
    static boolean spells(AsciiString name, CharSequence header) {
        if (name.length() != header.length()) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (folded(name.charAt(i)) != folded(header.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static char folded(char c) {
        return c == '_' ? '-' : AsciiString.toLowerCase(c);
    }

    /** The name of the field with the client's address. */
    static AsciiString headerName(ForwardedForConfig config) {
        return FieldNames.X_FORWARDED_FOR.contentEquals(config.header())
                ? FieldNames.X_FORWARDED_FOR
                : AsciiString.of(config.header());
    }

    /** A field that a stranger has no business to send, also where a CGI-like server would read it as one of those. */
    private static boolean claim(AsciiString name, AsciiString header) {
        return name.contentEqualsIgnoreCase(FieldNames.X_FORWARDED_FOR)
                || name.contentEqualsIgnoreCase(FieldNames.X_FORWARDED_PROTO)
                || name.contentEqualsIgnoreCase(FieldNames.X_FORWARDED_HOST)
                || name.contentEqualsIgnoreCase(FieldNames.X_FORWARDED_PORT)
                || name.contentEqualsIgnoreCase(FieldNames.FORWARDED)
                || name.contentEqualsIgnoreCase(FieldNames.X_REAL_IP)
                || name.contentEqualsIgnoreCase(FieldNames.PROXY)
                || spells(name, header);
    }

    private static boolean contains(List<Cidr> networks, InetAddress address) {
        for (int i = 0; i < networks.size(); i++) {
            if (networks.get(i).contains(address)) {
                return true;
            }
        }
        return false;
    }
}
