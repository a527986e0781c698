package io.tenbin.condition;

/** What a user wrote cannot be read. */
public final class Refusal extends Exception {
    private static final long serialVersionUID = 1;

    private final String field;

    /**
     * A refusal.
     *
     * @param field below the object that was read, such as {@code .values[2]}; empty for the object itself
     * @param message the value found and what is allowed, as the rest of a sentence that begins with the path
     */
    Refusal(String field, String message) {
        super(message, null, false, false);
        this.field = field;
    }

    Refusal(String message) {
        this("", message);
    }

    /** Below the object that was read, such as {@code .values[2]}; empty for the object itself. */
    public String field() {
        return field;
    }

    public String message() {
        return String.valueOf(getMessage());
    }
}
