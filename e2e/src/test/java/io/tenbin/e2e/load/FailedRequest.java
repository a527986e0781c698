package io.tenbin.e2e.load;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;

/** One request failed; the message says what was expected and what came. */
final class FailedRequest extends Exception {

    private final Failure failure;

    FailedRequest(Failure failure, String message) {
        super(message);
        this.failure = failure;
    }

    /** Of a connection that broke during an exchange. */
    static FailedRequest broken(IOException cause, String when) {
        Failure failure = switch (cause) {
            case SocketTimeoutException _ -> Failure.TIMEOUT;
            case EOFException _ -> Failure.CLOSED;
            default -> Failure.RESET;
        };
        return new FailedRequest(failure, cause.getMessage() + ", " + when);
    }

    Failure failure() {
        return failure;
    }
}
