package io.tenbin.config;

/**
 * What a request may at most be.
 *
 * @param requestLine bytes of the request line, 64 to 1 MiB; over it 414
 * @param headers bytes of the whole head, 64 to 1 MiB; over it 431
 * @param headerCount fields in the head, 1 to 10000; over it 431
 * @param body bytes of the body, 0 for no limit; over it 413
 * @param requestsPerConnection requests after which a connection is closed, 0 for no limit
 */
public record LimitsConfig(int requestLine, int headers, int headerCount, long body, long requestsPerConnection) {

    public LimitsConfig {
        Check.range("limits.requestLine", requestLine, 64, 1 << 20);
        Check.range("limits.headers", headers, 64, 1 << 20);
        Check.range("limits.headerCount", headerCount, 1, 10_000);
        Check.atLeast("limits.body", body, 0);
        Check.atLeast("limits.requestsPerConnection", requestsPerConnection, 0);
    }
}
