package io.tenbin.pem;

/** A text that cannot be used. The message says why, as the rest of a sentence, and holds nothing of a key. */
public final class InvalidPemException extends Exception {
    private static final long serialVersionUID = 1;

    InvalidPemException(String message) {
        super(message);
    }

    /** Never null. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
