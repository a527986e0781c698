package io.tenbin.proxy.http;

import io.netty.util.AsciiString;
import io.tenbin.proxy.edit.SampleInput;
import io.tenbin.proxy.http1.RequestHead;
import io.tenbin.proxy.http1.TargetForm;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * What field values are taken from in one exchange.
 *
 * @param uniqueId the request's identifier; empty for none
 */
record RequestSamples(ClientStream client, RequestHead head, AsciiString uniqueId) implements SampleInput {

    @Override
    public InetSocketAddress source() {
        return client.peer();
    }

    @Override
    public InetAddress destination() {
        return client.local();
    }

    @Override
    public int destinationPort() {
        return client.ends().destination().getPort();
    }

    @Override
    public AsciiString method() {
        return head.method();
    }

    @Override
    public AsciiString path() {
        return head.targetForm() == TargetForm.AUTHORITY ? AsciiString.EMPTY_STRING : head.path();
    }

    @Override
    public AsciiString url() {
        AsciiString target = head.proxyTarget();
        AsciiString authority = head.authority();
        if (head.targetForm() != TargetForm.ABSOLUTE || authority == null) {
            return target;
        }
        // As HAProxy normalizes a URL by its scheme (RFC 3986 section 6.2.3).
        String port = target.startsWith("https", 0) ? ":443" : ":80";
        int end = (target.startsWith("https", 0) ? "https://" : "http://").length() + authority.length();
        return authority.endsWith(port)
                ? target.subSequence(0, end - port.length(), false).concat(target.subSequence(end))
                : target;
    }

    @Override
    public AsciiString host() {
        AsciiString host = head.host();
        return host == null ? AsciiString.EMPTY_STRING : host.toLowerCase();
    }
}
