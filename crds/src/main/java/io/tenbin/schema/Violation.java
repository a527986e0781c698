package io.tenbin.schema;

/**
 * A place where an object is not what its schema allows.
 *
 * @param fieldPath where, such as {@code spec.listeners[0].port}
 * @param message the value found and what is allowed, as the rest of a sentence that begins with the path
 */
public record Violation(String fieldPath, String message) {

    /** {@code path: message}. */
    @Override
    public String toString() {
        return fieldPath + ": " + message;
    }
}
