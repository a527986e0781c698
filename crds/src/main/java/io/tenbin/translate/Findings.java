package io.tenbin.translate;

import io.tenbin.schema.Quoted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects the problems of one object, and reads values that may be one. What cannot be read is replaced, since the result of
 * an object with problems is not used.
 */
final class Findings {
    private final List<Problem> problems = new ArrayList<>();

    void add(String path, Reason reason, String message) {
        problems.add(new Problem(path, reason, message));
    }

    void invalid(String path, String message) {
        add(path, Reason.INVALID, message);
    }

    List<Problem> problems() {
        return List.copyOf(problems);
    }

    boolean none() {
        return problems.isEmpty();
    }

    /** A duration longer than zero. */
    Duration positive(String path, @Nullable String text, Duration absent) {
        Duration duration = notNegative(path, text, absent);
        if (text != null && duration.isZero()) {
            invalid(path, Quoted.of(text) + " must be longer than 0s, such as 500ms, 30s or 1h");
            return absent;
        }
        return duration;
    }

    /** A duration of this length at least; null if none is given, or it cannot be used. */
    @Nullable
    Duration atLeast(String path, @Nullable String text, Duration shortest) {
        if (text == null) {
            return null;
        }
        Duration duration = notNegative(path, text, shortest);
        if (duration.compareTo(shortest) < 0) {
            invalid(path, Quoted.of(text) + " is too short: allowed are " + shortest.toMillis() + "ms and more");
            return null;
        }
        return duration;
    }

    /** A duration, zero too. */
    Duration notNegative(String path, @Nullable String text, Duration absent) {
        if (text == null) {
            return absent;
        }
        Duration duration = Durations.parse(text);
        if (duration == null) {
            invalid(path, Quoted.of(text) + " is not a duration " + Durations.FORM);
            return absent;
        }
        return duration;
    }

    /** A whole number in bounds, both included. */
    long size(
            String path, io.fabric8.kubernetes.api.model.@Nullable Quantity quantity, long min, long max, long absent) {
        if (quantity == null) {
            return absent;
        }
        String text = quantity.toString();
        Long size = Sizes.parse(text);
        if (size == null) {
            invalid(path, Quoted.of(text) + " is not a size: allowed is " + Sizes.FORM);
            return absent;
        }
        if (size < min || size > max) {
            invalid(
                    path,
                    Quoted.of(text) + " is out of bounds: allowed are " + min
                            + (max == Long.MAX_VALUE ? " and more" : " to " + max));
            return absent;
        }
        return size;
    }
}
