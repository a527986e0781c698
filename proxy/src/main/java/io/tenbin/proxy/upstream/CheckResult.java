package io.tenbin.proxy.upstream;

import java.time.Duration;

/**
 * How one check of an endpoint ended.
 *
 * @param status in a word
 * @param code the status of the HTTP answer; 0 if there was none
 * @param info what is known beyond that, without control bytes; empty if nothing
 * @param took from the connect to the verdict
 */
public record CheckResult(CheckStatus status, int code, String info, Duration took) {

    /** Without the time, so that equal reasons are equal: {@code Layer7 wrong status, code: 503, info: "Service Unavailable"}. */
    public String reason() {
        return status.words()
                + (code == 0 ? "" : ", code: " + code)
                + (info.isEmpty() ? "" : ", info: \"" + info + "\"");
    }
}
