package io.tenbin.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends a request in HTTP/1.1, and passes if the answer's status is one that is expected.
 *
 * @param method a token
 * @param path origin-form, with a query if wanted
 * @param host the {@code Host} field; absent for the endpoint's address and port
 * @param expectStatus one at least
 */
public record HttpProbe(
        String method, String path, @Nullable String host, List<StatusRange> expectStatus) implements HealthProbe {

    public HttpProbe {
        Check.notBlank("healthCheck.http.method", method);
        Check.notBlank("healthCheck.http.path", path);
        expectStatus = List.copyOf(expectStatus);
        if (expectStatus.isEmpty()) {
            throw new InvalidConfigException("healthCheck.http.expectStatus", expectStatus, "must not be empty");
        }
    }

    /** Whether an answer of this status is good. */
    public boolean expects(int status) {
        return expectStatus.stream().anyMatch(range -> range.contains(status));
    }

    /**
     * Statuses, both ends included.
     *
     * @param from 100 to 999
     * @param to {@code from} to 999
     */
    public record StatusRange(int from, int to) {
        public StatusRange {
            Check.range("healthCheck.http.expectStatus", from, 100, 999);
            Check.range("healthCheck.http.expectStatus", to, from, 999);
        }

        boolean contains(int status) {
            return from <= status && status <= to;
        }
    }
}
