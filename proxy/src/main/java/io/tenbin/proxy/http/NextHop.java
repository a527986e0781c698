package io.tenbin.proxy.http;

import io.netty.util.AsciiString;
import io.netty.util.NetUtil;
import io.tenbin.config.HttpConfig;
import io.tenbin.proxy.http1.FieldNames;
import io.tenbin.proxy.http1.HopByHop;
import io.tenbin.proxy.http1.RequestHead;
import io.tenbin.proxy.http1.ResponseHead;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** Makes heads fit to be sent on: takes out what was meant for this hop only. */
final class NextHop {
    private static final AsciiString CLOSE = AsciiString.cached("close");
    private static final AsciiString H2C = AsciiString.cached("h2c");

    private NextHop() {}

    /**
     * @param local the address that the client connected to: the host of a request that names none
     * @param written fields that are set here: {@code Connection} must not take them away
     * @param last whether the server's connection is to carry this exchange only
     */
    static void prepare(
            RequestHead request, HttpConfig config, InetAddress local, List<AsciiString> written, boolean last) {
        HopByHop.strip(request.fields(), relaysUpgrade(request), ours(config, written));
        if (request.authority() == null) {
            // RFC 9112 section 3.3: HTTP/1.0 knows no Host, but what is sent on is HTTP/1.1.
            request.fields().set(FieldNames.HOST, host(local));
        }
        if (last && !asksForUpgrade(request) && !Admission.connects(request)) {
            request.fields().add(FieldNames.CONNECTION, CLOSE);
        }
        if (config.allowConnect()) {
            request.forProxy();
        }
    }

    private static List<AsciiString> ours(HttpConfig config, List<AsciiString> written) {
        AsciiString forwardedFor = ForwardedFields.headerName(config.forwardedFor());
        if (written.isEmpty() && config.requestId() == null) {
            return List.of(forwardedFor);
        }
        List<AsciiString> ours = new ArrayList<>(written);
        ours.add(forwardedFor);
        if (config.requestId() != null) {
            ours.add(AsciiString.of(config.requestId()));
        }
        return ours;
    }

    static void prepare(ResponseHead answer) {
        // RFC 9110 section 15.5.22: a 426 says in Upgrade what would be accepted.
        HopByHop.strip(answer.fields(), answer.status() == 101 || answer.status() == 426);
    }

    /** Whether a prepared request still asks for another protocol. */
    static boolean asksForUpgrade(RequestHead request) {
        return request.fields().contains(FieldNames.UPGRADE);
    }

    /**
     * Not to HTTP/2, whose requests would pass a tunnel unseen: no rule would hold for them. A server need not switch, and goes
     * on in HTTP/1.1.
     */
    private static boolean relaysUpgrade(RequestHead request) {
        return request.upgrade() != null
                && !Admission.connects(request)
                && !request.fields().containsToken(FieldNames.UPGRADE, H2C);
    }

    private static String host(InetAddress address) {
        String text = NetUtil.toAddressString(address);
        return address instanceof Inet6Address ? "[" + text + "]" : text;
    }
}
