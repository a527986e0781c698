package io.tenbin.proxy.tls;

/** A piece of material that cannot be used, though its maker took it for sound. Says nothing of a key. */
public final class UnusableMaterialException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnusableMaterialException(String message, Throwable cause) {
        super(message + ": " + cause.getMessage(), cause);
    }

    UnusableMaterialException(String message) {
        super(message);
    }
}
