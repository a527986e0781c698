package io.tenbin.config;

/**
 * One routing decision.
 *
 * @param match what a request must be like
 * @param action what becomes of it then
 */
public record RuleConfig(MatchConfig match, RuleAction action) {}
