package io.tenbin.config;

/**
 * Who gets copies of requests.
 *
 * @param backend name of the Backend
 * @param percent 1 to 100: how many of a hundred requests
 */
public record MirrorConfig(String backend, int percent) {
    public MirrorConfig {
        Check.notBlank("rule.mirror.backend", backend);
        Check.range("rule.mirror.percent", percent, 1, 100);
    }
}
