package io.tenbin.proxy.http;

import io.netty.util.AsciiString;
import io.tenbin.proxy.balance.BalanceInput;
import io.tenbin.proxy.http1.Fields;
import io.tenbin.proxy.http1.RequestHead;
import io.tenbin.proxy.http1.TargetForm;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** A request as balancing sees it: with the target and the fields that it is sent on with. */
record RequestInput(ClientStream client, RequestHead head) implements BalanceInput {
    private static final AsciiString COOKIE = AsciiString.cached("cookie");

    @Override
    public InetAddress source() {
        return client.peer().getAddress();
    }

    @Override
    public CharSequence target() {
        return head.rewrittenTarget();
    }

    @Override
    public CharSequence pathAndQuery() {
        return head.targetForm() == TargetForm.ORIGIN || head.targetForm() == TargetForm.ABSOLUTE
                ? head.rewrittenOrigin()
                : AsciiString.EMPTY_STRING;
    }

    @Override
    public @Nullable CharSequence field(CharSequence name) {
        return head.fields().first(name);
    }

    @Override
    public @Nullable CharSequence cookie(CharSequence name) {
        Fields fields = head.fields();
        for (int line = 0; line < fields.size(); line++) {
            if (fields.name(line).contentEqualsIgnoreCase(COOKIE)) {
                AsciiString value = cookie(fields.value(line), name);
                if (value != null) {
                    return value;
                }
            }
        }
        return null;
    }

    /** The value of a cookie in one line of pairs (RFC 6265 section 4.2.1); as it stands there, quotes too. */
    private static @Nullable AsciiString cookie(AsciiString pairs, CharSequence name) {
        int from = 0;
        while (from < pairs.length()) {
            int semicolon = pairs.indexOf(';', from);
            int to = semicolon < 0 ? pairs.length() : semicolon;
            while (from < to && pairs.charAt(from) == ' ') {
                from++;
            }
            int equals = from + name.length();
            if (equals < to && pairs.charAt(equals) == '=' && pairs.regionMatches(from, name, 0, name.length())) {
                return pairs.subSequence(equals + 1, to, false).trim();
            }
            from = to + 1;
        }
        return null;
    }
}
