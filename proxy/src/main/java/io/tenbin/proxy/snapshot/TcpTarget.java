package io.tenbin.proxy.snapshot;

import io.tenbin.config.RuleAction.WeightedBackend;
import io.tenbin.config.TcpRuleAction;
import io.tenbin.proxy.balance.Turns;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A TCP rule's action compiled, with what must outlive the snapshots that have the same rule: whose turn it is. */
sealed interface TcpTarget {

    /** The name of the Backend for the next connection, null if it is rejected. */
    @Nullable
    String next();

    static TcpTarget of(TcpRuleAction action) {
        return switch (action) {
            case TcpRuleAction.Forward forward -> forward(forward.backends());
            case TcpRuleAction.Reject _ -> new One(null);
        };
    }

    private static TcpTarget forward(List<WeightedBackend> backends) {
        List<WeightedBackend> sharing =
                backends.stream().filter(backend -> backend.weight() > 0).toList();
        return switch (sharing.size()) {
            case 0 -> new One(null);
            case 1 -> new One(sharing.getFirst().name());
            default ->
                new Shared(
                        sharing.stream().map(WeightedBackend::name).toList(),
                        new Turns(sharing.stream()
                                .mapToInt(WeightedBackend::weight)
                                .toArray()));
        };
    }

    /** Always the same. */
    record One(@Nullable String backend) implements TcpTarget {
        @Override
        public @Nullable String next() {
            return backend;
        }
    }

    /** Each Backend has exactly its share over a whole round, whichever event loops the connections are on. */
    record Shared(List<String> names, Turns turns) implements TcpTarget {
        @Override
        public String next() {
            return names.get(turns.next());
        }
    }
}
