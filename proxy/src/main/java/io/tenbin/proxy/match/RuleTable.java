package io.tenbin.proxy.match;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rules in order, of which the first that matches decides. */
public final class RuleTable<T> {
    private final List<Rule<T>> rules;

    private RuleTable(List<Rule<T>> rules) {
        this.rules = rules;
    }

    /** Compiles the rules. */
    public static <T> RuleTable<T> compile(List<Rule<T>> rules) {
        return new RuleTable<>(List.copyOf(rules));
    }

    /** The target of the first rule that matches, null if none does. */
    public @Nullable T match(MatchInput input) {
        return rules.isEmpty() ? null : rules.getFirst().target();
    }
}
