package io.tenbin.translate;

/**
 * What is wrong with an object.
 *
 * @param fieldPath where, such as {@code spec.listeners[0].port}
 * @param reason one word for it
 * @param message the value found and what is allowed, as the rest of a sentence that begins with the path
 */
public record Problem(String fieldPath, Reason reason, String message) {

    /** {@code path: message}. */
    @Override
    public String toString() {
        return fieldPath + ": " + message;
    }
}
