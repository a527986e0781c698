package io.tenbin.proxy.snapshot;

/** A Service's namespace and name. */
public record ServiceKey(String namespace, String service) {}
