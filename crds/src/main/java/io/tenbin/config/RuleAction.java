package io.tenbin.config;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What becomes of a request that a rule holds for. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({@JsonSubTypes.Type(value = RuleAction.Forward.class, name = "Forward")})
public sealed interface RuleAction {

    /** The names of all Backends that this can send to. */
    Set<String> backendNames();

    /** The request goes to one Backend, and nothing else happens to it. */
    static Forward to(String backend) {
        return new Forward(List.of(new WeightedBackend(backend, 1)));
    }

    /**
     * The request goes to one of these, each in turn in proportion to its weight.
     *
     * @param backends at least one; if all weights are 0, the request is answered 503
     */
    record Forward(List<WeightedBackend> backends) implements RuleAction {
        public Forward {
            backends = Check.unique("rule.backends.name", backends, WeightedBackend::name);
            Check.range("rule.backends", backends.size(), 1, 16);
        }

        @Override
        public Set<String> backendNames() {
            Set<String> names = new LinkedHashSet<>();
            backends.forEach(backend -> names.add(backend.name()));
            return names;
        }
    }

    /**
     * A Backend's share of the requests of a rule.
     *
     * @param name the Backend's
     * @param weight 0 to 256; at 0 it gets nothing
     */
    record WeightedBackend(String name, int weight) {
        public WeightedBackend {
            Check.notBlank("rule.backends.name", name);
            Check.range("rule.backends.weight", weight, 0, 256);
        }
    }
}
