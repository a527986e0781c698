package io.tenbin.config;

import org.jspecify.annotations.Nullable;

/** A configuration that must not come into force. The translator never builds one; a reader may be given one. */
public final class InvalidConfigException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final String expectation;

    InvalidConfigException(String field, @Nullable Object value, String expectation) {
        super(field + ": " + value + " " + expectation);
        this.expectation = expectation;
    }

    InvalidConfigException(String message, Throwable cause) {
        super(message, cause);
        this.expectation = "must be readable";
    }

    /** What the value should have been, as the rest of a sentence that begins with it: {@code must be …}. */
    public String expectation() {
        return expectation;
    }
}
