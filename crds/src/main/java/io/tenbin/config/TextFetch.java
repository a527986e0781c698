package io.tenbin.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A text in a request that an ACL looks at. One that occurs several times is looked at each time.
 *
 * @param source which
 * @param name the argument of a source that takes one, else empty
 */
public record TextFetch(Source source, String name) {
    private static final Pattern FORM = Pattern.compile("([A-Za-z]+)(?:\\(([^()\\s]+)\\))?");

    /** Where in the request the text is. Nothing is decoded, and no dots are removed. */
    public enum Source {
        /**
         * The target. An absolute one without its scheme's default port, and with a path (HAProxy's normalization by scheme);
         * otherwise as it was sent.
         */
        URL("URL", false),
        /** The target's path. */
        PATH("Path", false),
        /** The first {@code Host} field and the path behind it. */
        BASE("Base", false),
        /** The host that is asked for, in lower case and without port. */
        HOST("Host", false),
        /** The method. */
        METHOD("Method", false),
        /** The version of HTTP, {@code 1.0} or {@code 1.1}. */
        VERSION("Version", false),
        /** The values of a parameter of the query, or empty where it has none. */
        QUERY("Query", true),
        /** The elements of a field, which commas part. Its name in any case. */
        HEADER("Header", true),
        /** The values of a cookie. */
        COOKIE("Cookie", true);

        private final String word;
        private final boolean named;

        Source(String word, boolean named) {
            this.word = word;
            this.named = named;
        }

        /** The word in {@code fetch}. */
        public String word() {
            return word;
        }

        /** Whether it takes a name. */
        public boolean named() {
            return named;
        }

        /** The source of this word. */
        public static Optional<Source> of(String word) {
            return Arrays.stream(values())
                    .filter(source -> source.word.equals(word))
                    .findFirst();
        }
    }

    public TextFetch {
        if (source.named() == name.isEmpty()) {
            throw new InvalidConfigException(
                    "fetch", source.word() + "(" + name + ")", source.named() ? "must have a name" : "takes no name");
        }
    }

    /** A source that takes no name. */
    public static TextFetch of(Source source) {
        return new TextFetch(source, "");
    }

    /**
     * Parses {@code Path}, {@code Header(host)}.
     *
     * @throws InvalidConfigException if the text is not of that form
     */
    @JsonCreator
    public static TextFetch parse(String text) {
        Matcher matcher = FORM.matcher(text);
        Optional<Source> source = matcher.matches() ? Source.of(matcher.group(1)) : Optional.empty();
        if (source.isEmpty()) {
            throw new InvalidConfigException(
                    "fetch",
                    text,
                    "must be one of "
                            + Arrays.stream(Source.values()).map(Source::word).collect(Collectors.joining(", ")));
        }
        return new TextFetch(source.get(), matcher.group(2) == null ? "" : matcher.group(2));
    }

    @JsonValue
    @Override
    public String toString() {
        return source.named() ? source.word() + "(" + name + ")" : source.word();
    }
}
