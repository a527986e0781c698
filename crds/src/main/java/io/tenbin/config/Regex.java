package io.tenbin.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * A regular expression in RE2's syntax. Matching takes time in proportion to the length of the text, whatever the text; for that
 * there are neither back references nor look-around.
 */
public final class Regex {
    /** Longest text of an expression. */
    public static final int LONGEST = 1024;

    /** What a text costs per character is bounded by this: instructions that RE2 compiles to. */
    public static final int MOST_INSTRUCTIONS = 2000;

    private final Pattern pattern;

    private Regex(Pattern pattern) {
        this.pattern = pattern;
    }

    /**
     * Compiles an expression; {@code (?i)} at its beginning ignores case.
     *
     * @throws InvalidConfigException if it is none, or too large
     */
    @JsonCreator
    public static Regex parse(String text) {
        if (text.length() > LONGEST) {
            throw new InvalidConfigException("regex", text.length(), "must have at most " + LONGEST + " characters");
        }
        try {
            if (RegexSize.of(text) <= MOST_INSTRUCTIONS) {
                Pattern pattern = Pattern.compile(text);
                if (pattern.programSize() <= MOST_INSTRUCTIONS) {
                    return new Regex(pattern);
                }
            }
        } catch (PatternSyntaxException e) {
            throw new InvalidConfigException(
                    "regex", text, "must be a regular expression of RE2: " + e.getDescription());
        }
        throw new InvalidConfigException(
                "regex", text, "must compile to at most " + MOST_INSTRUCTIONS + " instructions: repeat less");
    }

    /** Whether the expression is found anywhere in the text. */
    public boolean find(CharSequence text) {
        return pattern.matcher(text).find();
    }

    @JsonValue
    @Override
    public String toString() {
        return pattern.pattern();
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Regex other && pattern.pattern().equals(other.pattern.pattern());
    }

    @Override
    public int hashCode() {
        return pattern.pattern().hashCode();
    }
}
