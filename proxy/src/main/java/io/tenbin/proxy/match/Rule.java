package io.tenbin.proxy.match;

import io.tenbin.config.ConditionConfig;
import io.tenbin.config.MatchConfig;

/**
 * What a request must be like, and what is found then.
 *
 * @param <T> what a rule leads to
 */
public record Rule<T>(MatchConfig match, ConditionConfig condition, T target) {}
