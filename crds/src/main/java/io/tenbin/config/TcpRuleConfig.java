package io.tenbin.config;

/**
 * One routing decision of a TCP listener.
 *
 * @param condition what ACLs must say; they look at nothing but the connection
 * @param action what becomes of a connection for which the condition holds
 */
public record TcpRuleConfig(ConditionConfig condition, TcpRuleAction action) {}
