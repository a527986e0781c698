package io.tenbin.proxy.http;

import io.tenbin.config.LimitsConfig;
import io.tenbin.proxy.http1.FieldNames;
import io.tenbin.proxy.http1.Methods;
import io.tenbin.proxy.http1.RequestHead;
import org.jspecify.annotations.Nullable;

/** What is refused before any rule sees it, although it is a well-formed request. */
final class Admission {
    private Admission() {}

    static @Nullable ErrorAnswer refusal(RequestHead request, LimitsConfig limits) {
        if (request.method().equals(Methods.CONNECT)) {
            return ErrorAnswer.METHOD_NOT_ALLOWED;
        }
        // RFC 9110 section 10.1.1: 100-continue is the only expectation there is.
        if (request.minorVersion() > 0
                && !request.expectContinue()
                && request.fields().contains(FieldNames.EXPECT)) {
            return ErrorAnswer.EXPECTATION_FAILED;
        }
        return tooLarge(request.contentLength(), limits) ? ErrorAnswer.PAYLOAD_TOO_LARGE : null;
    }

    static boolean tooLarge(long body, LimitsConfig limits) {
        return limits.body() > 0 && body > limits.body();
    }
}
