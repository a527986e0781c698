package io.tenbin.config;

/**
 * One routing decision: a request that matches goes to the Backend.
 *
 * @param match what a request must be like
 * @param backend name of the Backend
 */
public record RuleConfig(MatchConfig match, String backend) {

    public RuleConfig {
        Check.notBlank("rule.backend", backend);
    }
}
