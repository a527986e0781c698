package io.tenbin.translate;

/**
 * Names an object that certificates come from.
 *
 * @param kind {@code Secret} or {@code ConfigMap}
 */
public record SourceKey(String kind, ObjectKey object) {}
