package io.tenbin.config;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Guards of the record constructors. Every message names the field, the value found and what is allowed. */
final class Check {
    private Check() {}

    static String notBlank(String field, String value) {
        if (value.isBlank()) {
            throw new InvalidConfigException(field, value, "must not be blank");
        }
        return value;
    }

    static String absolutePath(String field, String value) {
        if (!value.startsWith("/")) {
            throw new InvalidConfigException(field, value, "must begin with /");
        }
        return value;
    }

    static int range(String field, int value, int min, int max) {
        if (value < min || value > max) {
            throw new InvalidConfigException(field, value, "must be between " + min + " and " + max);
        }
        return value;
    }

    static long atLeast(String field, long value, long min) {
        if (value < min) {
            throw new InvalidConfigException(field, value, "must be at least " + min);
        }
        return value;
    }

    static int port(String field, int value) {
        return range(field, value, 1, 65_535);
    }

    static Duration positive(String field, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new InvalidConfigException(field, value, "must be longer than zero");
        }
        return value;
    }

    static Duration atLeast(String field, Duration value, Duration min) {
        if (value.compareTo(min) < 0) {
            throw new InvalidConfigException(field, value, "must be at least " + min);
        }
        return value;
    }

    static Duration notNegative(String field, Duration value) {
        if (value.isNegative()) {
            throw new InvalidConfigException(field, value, "must not be negative");
        }
        return value;
    }

    /** An immutable copy of {@code values}, of which there is at least one. */
    static <T> List<T> some(String field, List<T> values) {
        if (values.isEmpty()) {
            throw new InvalidConfigException(field, values, "must not be empty");
        }
        return List.copyOf(values);
    }

    /** An immutable copy of {@code values}, in which no two elements share the key. */
    static <T> List<T> unique(String field, List<T> values, Function<? super T, ?> key) {
        Set<Object> seen = new HashSet<>();
        for (T value : values) {
            Object k = key.apply(value);
            if (!seen.add(k)) {
                throw new InvalidConfigException(field, k, "must be unique");
            }
        }
        return List.copyOf(values);
    }
}
