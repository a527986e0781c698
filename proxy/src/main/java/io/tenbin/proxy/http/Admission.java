package io.tenbin.proxy.http;

import io.netty.util.AsciiString;
import io.tenbin.config.HttpConfig;
import io.tenbin.config.LimitsConfig;
import io.tenbin.proxy.http1.FieldNames;
import io.tenbin.proxy.http1.Framing;
import io.tenbin.proxy.http1.Methods;
import io.tenbin.proxy.http1.RequestHead;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is refused before any rule sees it, although it is a well-formed request. */
final class Admission {
    private static final Set<AsciiString> BODILESS = Set.of(Methods.GET, Methods.HEAD, Methods.DELETE);

    private Admission() {}

    static @Nullable ErrorAnswer refusal(RequestHead request, HttpConfig config) {
        if (connects(request)) {
            if (!config.allowConnect()) {
                return ErrorAnswer.METHOD_NOT_ALLOWED;
            }
            if (request.framing() != Framing.NONE) {
                // RFC 9110 section 9.3.6: a body has no meaning there, and would pass for the tunnel's first bytes.
                return ErrorAnswer.BAD_REQUEST;
            }
        }
        // RFC 9110 section 10.1.1: 100-continue is the only expectation there is.
        if (request.minorVersion() > 0
                && !request.expectContinue()
                && request.fields().contains(FieldNames.EXPECT)) {
            return ErrorAnswer.EXPECTATION_FAILED;
        }
        if (request.minorVersion() == 0 && request.contentLength() > 0 && BODILESS.contains(request.method())) {
            // As HAProxy: a server of that age may take the body for the next request (h1_parse_msg_hdrs in its
            // source).
            return ErrorAnswer.PAYLOAD_TOO_LARGE;
        }
        return tooLarge(request.contentLength(), config.limits()) ? ErrorAnswer.PAYLOAD_TOO_LARGE : null;
    }

    /** Whether the request asks for a tunnel: what follows it is no request then, nor if it is refused. */
    static boolean connects(RequestHead request) {
        return request.method().equals(Methods.CONNECT);
    }

    static boolean tooLarge(long body, LimitsConfig limits) {
        return limits.body() > 0 && body > limits.body();
    }
}
