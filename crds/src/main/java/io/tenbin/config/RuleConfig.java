package io.tenbin.config;

/**
 * One routing decision.
 *
 * @param match what a request must be like
 * @param condition what ACLs must say
 * @param action what becomes of a request that matches, and for which the condition holds
 */
public record RuleConfig(MatchConfig match, ConditionConfig condition, RuleAction action) {}
