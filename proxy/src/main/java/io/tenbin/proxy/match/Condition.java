package io.tenbin.proxy.match;

import io.tenbin.config.ConditionConfig;
import io.tenbin.config.TermConfig;
import java.util.List;
import java.util.function.Function;

/**
 * When a rule applies.
 *
 * @param <I> what is asked
 */
final class Condition<I> implements Matcher<I> {
    private final List<List<Term<I>>> any;
    private final List<List<Term<I>>> none;

    private record Term<I>(Matcher<I> acl, boolean negated) {}

    private Condition(List<List<Term<I>>> any, List<List<Term<I>>> none) {
        this.any = any;
        this.none = none;
    }

    /** The condition, with ACLs by their names. */
    static <I> Condition<I> of(ConditionConfig config, Function<String, Matcher<I>> acls) {
        return new Condition<>(compiled(config.any(), acls), compiled(config.none(), acls));
    }

    @Override
    public boolean holds(I input) {
        return (any.isEmpty() || one(any, input)) && !one(none, input);
    }

    private static <I> boolean one(List<List<Term<I>>> alternatives, I input) {
        for (int i = 0; i < alternatives.size(); i++) {
            if (all(alternatives.get(i), input)) {
                return true;
            }
        }
        return false;
    }

    private static <I> boolean all(List<Term<I>> terms, I input) {
        for (int i = 0; i < terms.size(); i++) {
            Term<I> term = terms.get(i);
            if (term.acl.holds(input) == term.negated) {
                return false;
            }
        }
        return true;
    }

    private static <I> List<List<Term<I>>> compiled(
            List<List<TermConfig>> alternatives, Function<String, Matcher<I>> acls) {
        return alternatives.stream()
                .map(terms -> terms.stream()
                        .map(term -> new Term<>(acls.apply(term.acl()), term.negated()))
                        .toList())
                .toList();
    }
}
