package io.tenbin.config;

import java.util.List;

/**
 * What a request must be like. Every list that is not empty must hold (AND); within hosts, paths and methods one entry is
 * enough (OR); all headers must match.
 *
 * @param hosts lower-case host names without port; {@code *.example.com} means one label or more before the suffix
 * @param paths path conditions
 * @param methods method tokens, case-sensitive (RFC 9110, 9.1)
 * @param headers field conditions
 */
public record MatchConfig(List<String> hosts, List<PathMatch> paths, List<String> methods, List<HeaderMatch> headers) {

    public MatchConfig {
        hosts = List.copyOf(hosts);
        paths = List.copyOf(paths);
        methods = List.copyOf(methods);
        headers = List.copyOf(headers);
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
            if (!value.startsWith("/")) {
                throw new InvalidConfigException("match.paths.value", value, "must begin with /");
            }
        }
    }

    /**
     * A condition on a request field: one field line of this name has exactly this value.
     *
     * @param name field name, any case
     * @param value compared byte for byte
     */
    public record HeaderMatch(String name, String value) {
        public HeaderMatch {
            Check.notBlank("match.headers.name", name);
        }
    }
}
