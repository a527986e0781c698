package io.tenbin.proxy.http;

import io.netty.util.AsciiString;
import io.tenbin.proxy.http1.Fields;
import io.tenbin.proxy.http1.RequestHead;
import io.tenbin.proxy.match.MatchInput;
import io.tenbin.proxy.snapshot.ListenerView;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** A request as rules see it. What has to be made for a rule is made once, when the first rule asks. */
final class RequestView implements MatchInput {
    private static final AsciiString HTTP_1_0 = AsciiString.cached("1.0");
    private static final AsciiString HTTP_1_1 = AsciiString.cached("1.1");
    private static final AsciiString HTTP_2_0 = AsciiString.cached("2.0");

    private final RequestHead head;
    private final Fields fields;
    private final ClientStream client;
    private final ListenerView listener;
    private @Nullable AsciiString host;
    private @Nullable AsciiString url;

    RequestView(RequestHead head, ClientStream client, ListenerView listener) {
        this.head = head;
        this.fields = head.fields();
        this.client = client;
        this.listener = listener;
    }

    @Override
    public AsciiString method() {
        return head.method();
    }

    @Override
    public AsciiString version() {
        if (head.isHttp2()) {
            return HTTP_2_0;
        }
        return head.minorVersion() == 0 ? HTTP_1_0 : HTTP_1_1;
    }

    @Override
    public AsciiString host() {
        AsciiString known = host;
        if (known == null) {
            AsciiString asked = head.host();
            known = asked == null ? AsciiString.EMPTY_STRING : asked.toLowerCase();
            host = known;
        }
        return known;
    }

    @Override
    public AsciiString url() {
        AsciiString known = url;
        if (known == null) {
            known = head.normalizedTarget();
            url = known;
        }
        return known;
    }

    @Override
    public AsciiString path() {
        return head.path();
    }

    @Override
    public int fields() {
        return fields.size();
    }

    @Override
    public AsciiString fieldName(int line) {
        return fields.name(line);
    }

    @Override
    public AsciiString fieldValue(int line) {
        return fields.value(line);
    }

    @Override
    public InetAddress sourceAddress() {
        return client.peer().getAddress();
    }

    @Override
    public int sourcePort() {
        return client.peer().getPort();
    }

    @Override
    public InetAddress destinationAddress() {
        return client.local();
    }

    @Override
    public int destinationPort() {
        return client.ends().destination().getPort();
    }

    @Override
    public int serversUp(String backend) {
        return listener.serversUp(backend);
    }
}
