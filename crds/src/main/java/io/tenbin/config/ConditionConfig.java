package io.tenbin.config;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * When a rule applies. Both parts are alternatives, of which one is enough, and an alternative holds if all its terms do
 * (HAProxy configuration manual, section 7.2).
 *
 * @param any one of these must hold; empty: nothing is asked
 * @param none none of these may hold: {@code unless a b} is {@code [[a, b]]}, and false only where both are true
 */
public record ConditionConfig(List<List<TermConfig>> any, List<List<TermConfig>> none) {
    /** Nothing is asked. */
    public static final ConditionConfig ALWAYS = new ConditionConfig(List.of(), List.of());

    public ConditionConfig {
        any = alternatives("condition.any", any);
        none = alternatives("condition.none", none);
    }

    /** The names of the ACLs that are asked. */
    public Set<String> acls() {
        Set<String> names = new LinkedHashSet<>();
        Stream.concat(any.stream(), none.stream()).flatMap(List::stream).forEach(term -> names.add(term.acl()));
        return names;
    }

    private static List<List<TermConfig>> alternatives(String field, List<List<TermConfig>> alternatives) {
        return alternatives.stream().map(terms -> Check.some(field, terms)).toList();
    }
}
