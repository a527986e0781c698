/**
 * The conditions of rules: named ACLs, HAProxy's grammar of {@code if} and {@code unless}, and its keywords in anonymous ACLs,
 * read into {@code io.tenbin.config}. Pure; what is wrong comes back as a {@link io.tenbin.condition.Refusal} that says where.
 */
@NullMarked
package io.tenbin.condition;

import org.jspecify.annotations.NullMarked;
