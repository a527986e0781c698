package io.tenbin.coverage;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says which fields of the custom resources a test sets to a value other than the default <em>and</em> sees the effect of: in what
 * a client or a server gets, in the log, or, for what the operator acts on, in the objects that it makes. A test that would still
 * pass if the field were ignored does not cover it. {@link FieldCoverageTest} fails for a field that no test covers.
 *
 * <p>A path is the kind and the field, {@code Backend.spec.retries.count}; a list of objects has brackets,
 * {@code LoadBalancer.spec.listeners[].rules[].backend}, a list or a map of values has none. It is written as a literal, since
 * sources are read and not run. Settings that a listener has in common with its LoadBalancer are claimed as the LoadBalancer's, and
 * those that a server has in common with {@code defaults} as the server's, and a server's own health check as its Backend's: that both places lead to the same setting,
 * {@link io.tenbin.translate.FieldsReadTest} checks.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.SOURCE)
public @interface Covers {

    /** Paths of fields. */
    String[] value();
}
