package io.tenbin.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * An ACL, or its contrary.
 *
 * @param acl the name
 */
public record TermConfig(String acl, boolean negated) {

    public TermConfig {
        Check.notBlank("term.acl", acl);
    }

    /** Parses {@code name} or {@code !name}. */
    @JsonCreator
    static TermConfig parse(String text) {
        boolean negated = text.startsWith("!");
        return new TermConfig(negated ? text.substring(1) : text, negated);
    }

    @JsonValue
    @Override
    public String toString() {
        return (negated ? "!" : "") + acl;
    }
}
