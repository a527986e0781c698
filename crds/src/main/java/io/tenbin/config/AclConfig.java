package io.tenbin.config;

import java.util.List;

/**
 * A question that rules ask of a request or a connection.
 *
 * @param name unique in the configuration; that of an anonymous ACL is its text in braces
 * @param matchers one that holds is enough
 */
public record AclConfig(String name, List<MatcherConfig> matchers) {

    public AclConfig {
        Check.notBlank("acl.name", name);
        matchers = Check.some("acl.matchers", matchers);
    }

    /** Whether it cannot be asked of a connection alone. */
    public boolean readsRequest() {
        return matchers.stream().anyMatch(MatcherConfig::readsRequest);
    }
}
