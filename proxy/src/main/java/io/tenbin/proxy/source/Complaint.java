package io.tenbin.proxy.source;

import java.nio.file.Path;

/**
 * Something wrong in a file, as one line for a human.
 *
 * @param file where
 * @param line counted from 1; 0 if not known
 * @param object such as {@code LoadBalancer default/edge}; empty if it is about the file
 * @param message begins with the field's path, where there is a field
 * @param severity whether it keeps the object out of force
 */
public record Complaint(Path file, int line, String object, String message, Severity severity) {

    /** How bad it is. */
    public enum Severity {
        /** This version of the object does not come into force. */
        ERROR,
        /** It comes into force, but what needs an object that is missing; or something is to be seen to soon. */
        WARNING
    }

    static Complaint error(Path file, int line, String object, String message) {
        return new Complaint(file, line, object, message, Severity.ERROR);
    }

    /** {@code file:line: object: path: message}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(file.toString());
        if (line > 0) {
            text.append(':').append(line);
        }
        text.append(": ");
        if (severity == Severity.WARNING) {
            text.append("warning: ");
        }
        if (!object.isEmpty()) {
            text.append(object).append(": ");
        }
        return text.append(message).toString();
    }
}
