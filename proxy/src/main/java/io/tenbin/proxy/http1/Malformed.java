package io.tenbin.proxy.http1;

/**
 * A message that breaks a rule. Thrown inside a decoder only, which turns it into a {@link DecodeFailure}; without a stack trace,
 * since strangers decide how many of them there are.
 */
final class Malformed extends Exception {
    private final int status;
    private final String reason;

    Malformed(int status, String reason) {
        super(reason, null, false, false);
        this.status = status;
        this.reason = reason;
    }

    static Malformed badRequest(String reason) {
        return new Malformed(400, reason);
    }

    int status() {
        return status;
    }

    String reason() {
        return reason;
    }
}
