package io.tenbin.config;

/** Connects, and passes if that succeeds. */
public record TcpProbe() implements HealthProbe {}
