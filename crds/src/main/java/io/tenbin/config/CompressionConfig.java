package io.tenbin.config;

import java.util.List;

/**
 * Which answers are compressed for clients that accept it.
 *
 * @param algorithms at least one, the preferred one first
 * @param minSize bytes that a body of known length has at least
 * @param types media types in lower case, {@code type/*} for all of a kind
 */
public record CompressionConfig(List<Algorithm> algorithms, long minSize, List<String> types) {
    public CompressionConfig {
        algorithms = Check.some("http.compression.algorithms", algorithms);
        Check.atLeast("http.compression.minSize", minSize, 0);
        types = List.copyOf(types);
        types.forEach(type -> Check.notBlank("http.compression.types", type));
    }

    /** A content coding (RFC 9110 section 8.4.1). */
    public enum Algorithm {
        GZIP,
        DEFLATE
    }
}
