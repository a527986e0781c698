package io.tenbin.config;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.tenbin.config.RuleAction.WeightedBackend;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What becomes of a connection that a rule of a TCP listener holds for. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = TcpRuleAction.Forward.class, name = "Forward"),
    @JsonSubTypes.Type(value = TcpRuleAction.Reject.class, name = "Reject")
})
public sealed interface TcpRuleAction {

    /** The names of all Backends that this can send to. */
    Set<String> backendNames();

    /** The connection goes to one Backend. */
    static Forward to(String backend) {
        return new Forward(List.of(new WeightedBackend(backend, 1)));
    }

    /**
     * The connection goes to one of these, each in turn in proportion to its weight.
     *
     * @param backends at least one; if all weights are 0, the connection is rejected
     */
    record Forward(List<WeightedBackend> backends) implements TcpRuleAction {
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

    /** The connection is reset without an answer (HAProxy's {@code tcp-request connection reject}). */
    record Reject() implements TcpRuleAction {
        @Override
        public Set<String> backendNames() {
            return Set.of();
        }
    }
}
