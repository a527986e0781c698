package io.tenbin.config;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/**
 * What a request must be like. Every list that is not empty must hold (AND); within hosts, paths and methods one entry is
 * enough (OR); all headers and all parameters must match.
 *
 * @param hosts lower-case host names without port; {@code *.example.com} means one label or more before the suffix
 * @param paths path conditions
 * @param methods method tokens, case-sensitive (RFC 9110, 9.1)
 * @param headers conditions on fields: one line of the name has the value
 * @param query conditions on parameters of the query: one of the name has the value
 */
public record MatchConfig(
        List<String> hosts,
        List<PathMatch> paths,
        List<String> methods,
        List<NamedMatch> headers,
        List<NamedMatch> query) {
    /** Every request. */
    public static final MatchConfig EVERYTHING = new MatchConfig(List.of(), List.of(), List.of(), List.of(), List.of());

    public MatchConfig {
        hosts = List.copyOf(hosts);
        paths = List.copyOf(paths);
        methods = List.copyOf(methods);
        headers = List.copyOf(headers);
        query = List.copyOf(query);
        hosts.forEach(host -> Check.notBlank("match.hosts", host));
        methods.forEach(method -> Check.notBlank("match.methods", method));
    }

    /** How {@link PathMatch#value()} is compared with the path, the target up to the first {@code ?}, undecoded. */
    public enum PathType {
        /** The whole path, byte for byte. */
        EXACT,
        /** Whole path elements from the start: {@code /b} holds for {@code /b} and {@code /b/c}, not for {@code /bc}. */
        PREFIX
    }

    /**
     * A condition on the path.
     *
     * @param type how the value is compared
     * @param value begins with a slash
     */
    public record PathMatch(PathType type, String value) {
        public PathMatch {
            Check.absolutePath("match.paths.value", value);
        }
    }

    /**
     * A condition on what has a name.
     *
     * @param name of a field in any case, of a parameter as it is
     */
    public record NamedMatch(String name, ValueMatch value) {
        public NamedMatch {
            Check.notBlank("match.name", name);
        }
    }

    /** A condition on a value. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = ExactValue.class, name = "EXACT"),
        @JsonSubTypes.Type(value = RegexValue.class, name = "REGEX")
    })
    public sealed interface ValueMatch permits ExactValue, RegexValue {}

    /** The value, byte for byte. */
    public record ExactValue(String value) implements ValueMatch {}

    /** The value holds what the expression describes. */
    public record RegexValue(Regex regex) implements ValueMatch {}
}
