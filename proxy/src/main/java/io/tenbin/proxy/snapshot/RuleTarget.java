package io.tenbin.proxy.snapshot;

import io.tenbin.config.RuleAction;
import io.tenbin.config.RuleAction.WeightedBackend;
import io.tenbin.proxy.balance.Turns;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A rule's action compiled, with what must outlive the snapshots that have the same rule: whose turn it is. */
sealed interface RuleTarget {

    /** What becomes of the next request. */
    HttpAction next(Map<String, BackendView> backends);

    static RuleTarget of(RuleAction action) {
        return switch (action) {
            case RuleAction.Forward forward -> forward(forward.backends(), ForwardPolicy.compile(forward));
            case RuleAction.Respond respond -> new Fixed(new HttpAction.Respond(StoredAnswer.of(respond)));
            case RuleAction.Redirect redirect -> new Fixed(new HttpAction.Redirect(redirect));
        };
    }

    private static RuleTarget forward(List<WeightedBackend> backends, ForwardPolicy policy) {
        List<WeightedBackend> sharing =
                backends.stream().filter(backend -> backend.weight() > 0).toList();
        return switch (sharing.size()) {
            case 0 -> new One(null, policy);
            case 1 -> new One(sharing.getFirst().name(), policy);
            default ->
                new Shared(
                        sharing.stream().map(WeightedBackend::name).toList(),
                        new Turns(sharing.stream()
                                .mapToInt(WeightedBackend::weight)
                                .toArray()),
                        policy);
        };
    }

    /**
     * Always the same Backend.
     *
     * @param backend null for none
     */
    record One(@Nullable String backend, ForwardPolicy policy) implements RuleTarget {
        @Override
        public HttpAction next(Map<String, BackendView> backends) {
            return new HttpAction.Forward(backend == null ? null : backends.get(backend), policy);
        }
    }

    /** Goes to no Backend. */
    record Fixed(HttpAction action) implements RuleTarget {
        @Override
        public HttpAction next(Map<String, BackendView> backends) {
            return action;
        }
    }

    /** Each Backend has exactly its share over a whole round, whichever event loops the requests come from. */
    record Shared(List<String> names, Turns turns, ForwardPolicy policy) implements RuleTarget {
        @Override
        public HttpAction next(Map<String, BackendView> backends) {
            return new HttpAction.Forward(backends.get(names.get(turns.next())), policy);
        }
    }
}
