package io.tenbin.config;

import java.util.List;
import java.util.Set;

/**
 * What clients see in place of the proxy's own answers.
 *
 * @param pages at least one; each status once
 */
public record ErrorPagesConfig(List<Page> pages) {
    /** With which the proxy answers by itself, as far as pages go. */
    public static final Set<Integer> STATUSES = Set.of(400, 405, 408, 413, 414, 417, 429, 431, 501, 502, 503, 504, 505);

    public ErrorPagesConfig {
        pages = Check.unique("http.errorPages.status", Check.some("http.errorPages", pages), Page::status);
    }

    /**
     * The page of one status.
     *
     * @param status one of {@link #STATUSES}
     * @param body sent in UTF-8
     */
    public record Page(int status, String contentType, String body) {
        public Page {
            if (!STATUSES.contains(status)) {
                throw new InvalidConfigException("http.errorPages.status", status, "must be one of " + STATUSES);
            }
            Check.notBlank("http.errorPages.contentType", contentType);
        }
    }
}
