package io.tenbin.proxy.http1;

/**
 * A message that breaks a rule. Thrown inside a decoder only, which turns it into a {@link DecodeFailure}, or into an error of its
 * stream; without a stack trace, since strangers decide how many of them there are.
 */
public final class Malformed extends Exception {
    private final int status;
    private final String reason;

    /**
     * A broken rule.
     *
     * @param status as of {@link DecodeFailure}
     * @param reason in a few words, without bytes of the peer
     */
    public Malformed(int status, String reason) {
        super(reason, null, false, false);
        this.status = status;
        this.reason = reason;
    }

    /** The same with status 400. */
    public static Malformed badRequest(String reason) {
        return new Malformed(400, reason);
    }

    public int status() {
        return status;
    }

    public String reason() {
        return reason;
    }
}
