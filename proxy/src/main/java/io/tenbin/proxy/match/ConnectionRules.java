package io.tenbin.proxy.match;

import io.tenbin.config.ConditionConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rules about connections, in order, of which the first whose condition holds decides. A question allocates nothing but the bytes
 * of an address that is asked for. Thread-safe.
 *
 * @param <T> what a rule leads to
 */
public final class ConnectionRules<T> {
    private final List<Compiled<T>> rules;

    /**
     * A condition, and what is found if it holds.
     *
     * @param <T> what a rule leads to
     */
    public record ConnectionRule<T>(ConditionConfig condition, T target) {}

    private record Compiled<T>(Condition<ConnectionInput> condition, T target) {}

    private ConnectionRules(List<Compiled<T>> rules) {
        this.rules = rules;
    }

    /** Compiles the rules, whose conditions ask these ACLs. */
    public static <T> ConnectionRules<T> compile(List<ConnectionRule<T>> rules, AclTable acls) {
        return new ConnectionRules<>(rules.stream()
                .map(rule -> new Compiled<>(Condition.of(rule.condition(), acls::ofConnection), rule.target()))
                .toList());
    }

    /** The target of the first rule that holds, null if none does. */
    public @Nullable T match(ConnectionInput input) {
        for (int i = 0; i < rules.size(); i++) {
            Compiled<T> rule = rules.get(i);
            if (rule.condition.holds(input)) {
                return rule.target;
            }
        }
        return null;
    }
}
