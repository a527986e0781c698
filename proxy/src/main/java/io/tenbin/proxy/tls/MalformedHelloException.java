package io.tenbin.proxy.tls;

/** What a client sent is no first message of TLS, or one that nobody sends in earnest. */
public final class MalformedHelloException extends Exception {
    private static final long serialVersionUID = 1;

    MalformedHelloException(String message) {
        super(message);
    }

    MalformedHelloException(String message, Throwable cause) {
        super(message, cause);
    }
}
