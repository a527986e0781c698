package io.tenbin.proxy.http;

import io.netty.util.AsciiString;
import io.tenbin.proxy.http1.Fields;
import io.tenbin.proxy.http1.RequestHead;
import io.tenbin.proxy.match.MatchInput;

/** A request as rules see it. */
record RequestView(RequestHead head) implements MatchInput {

    @Override
    public AsciiString method() {
        return head.method();
    }

    @Override
    public AsciiString host() {
        AsciiString host = head.host();
        return host == null ? AsciiString.EMPTY_STRING : host.toLowerCase();
    }

    @Override
    public AsciiString path() {
        return head.path();
    }

    @Override
    public boolean hasField(AsciiString name, AsciiString value) {
        Fields fields = head.fields();
        for (int line = 0; line < fields.size(); line++) {
            if (fields.name(line).contentEqualsIgnoreCase(name)
                    && fields.value(line).equals(value)) {
                return true;
            }
        }
        return false;
    }
}
