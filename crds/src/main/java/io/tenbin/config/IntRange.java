package io.tenbin.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whole numbers from {@code min} to {@code max}, both included.
 *
 * @param min {@link Long#MIN_VALUE} means no lower bound
 * @param max {@code min} at least; {@link Long#MAX_VALUE} means no upper bound
 */
public record IntRange(long min, long max) {
    private static final Pattern FORM = Pattern.compile("(-?[0-9]{1,18})?(:)?(-?[0-9]{1,18})?");

    public IntRange {
        Check.atLeast("range.max", max, min);
        if (min == Long.MIN_VALUE && max == Long.MAX_VALUE) {
            throw new InvalidConfigException("range", "", "must have a bound");
        }
    }

    /**
     * Parses {@code 5}, {@code 4:9}, {@code :9} or {@code 4:} (HAProxy configuration manual, section 7.1.2).
     *
     * @throws InvalidConfigException if the text is none of these
     */
    @JsonCreator
    public static IntRange parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (matcher.matches() && (matcher.group(1) != null || matcher.group(3) != null)) {
            long min = matcher.group(1) == null ? Long.MIN_VALUE : Long.parseLong(matcher.group(1));
            long max = matcher.group(2) == null
                    ? min
                    : matcher.group(3) == null ? Long.MAX_VALUE : Long.parseLong(matcher.group(3));
            if (min <= max) {
                return new IntRange(min, max);
            }
        }
        throw new InvalidConfigException("range", text, "must be a number, or a range such as 4:9, :9 or 4:");
    }

    public boolean contains(long value) {
        return min <= value && value <= max;
    }

    /** In the form that {@link #parse} reads. */
    @JsonValue
    @Override
    public String toString() {
        if (min == max) {
            return "" + min;
        }
        return (min == Long.MIN_VALUE ? "" : "" + min) + ":" + (max == Long.MAX_VALUE ? "" : "" + max);
    }
}
