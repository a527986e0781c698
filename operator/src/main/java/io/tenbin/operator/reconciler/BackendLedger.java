package io.tenbin.operator.reconciler;

import io.tenbin.operator.status.BackendObservation.BackendUse;
import io.tenbin.translate.ObjectKey;
import io.tenbin.translate.Resources;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What each LoadBalancer makes of the Backends that it refers to: written where LoadBalancers are reconciled, read where
 * Backends are. It is rebuilt from observation after a start.
 */
@ApplicationScoped
class BackendLedger {
    private final Map<ObjectKey, Map<ObjectKey, BackendUse>> byLoadBalancer = new HashMap<>();
    private Consumer<ObjectKey> onChange = backend -> {};
    private @Nullable LoadBalancerSources sources;
    private boolean complete;

    /** Who is told which Backend's uses have changed. */
    synchronized void onChange(Consumer<ObjectKey> listener) {
        onChange = listener;
    }

    /** From now on these are all the Backends that the LoadBalancer refers to. */
    void record(ObjectKey loadBalancer, Map<ObjectKey, BackendUse> uses) {
        tell(changed(loadBalancer, byKey -> byKey.put(loadBalancer, Map.copyOf(uses)), uses));
    }

    /** The LoadBalancer is gone. */
    void forget(ObjectKey loadBalancer) {
        tell(changed(loadBalancer, byKey -> byKey.remove(loadBalancer), Map.of()));
    }

    /** The Backend's uses, by LoadBalancer. */
    synchronized SortedMap<String, BackendUse> uses(ObjectKey backend) {
        SortedMap<String, BackendUse> uses = new TreeMap<>();
        byLoadBalancer.forEach((loadBalancer, ofIt) -> {
            BackendUse use = ofIt.get(backend);
            if (use != null) {
                uses.put(loadBalancer.toString(), use);
            }
        });
        return uses;
    }

    /** Where everything that exists is seen. */
    synchronized void readFrom(LoadBalancerSources everything) {
        sources = everything;
    }

    /** Whether every LoadBalancer has been looked at since the start: before that, a Backend may be in use unseen. */
    synchronized boolean isComplete() {
        if (!complete && sources != null) {
            complete = byLoadBalancer.keySet().containsAll(sources.loadBalancers());
        }
        return complete;
    }

    /** What objects of a namespace may refer to. */
    synchronized Resources resources(String namespace) {
        return Objects.requireNonNull(sources, "complete before it is asked").resources(namespace);
    }

    /** Something that the Backend refers to has changed. */
    void touch(ObjectKey backend) {
        tell(Set.of(backend));
    }

    private synchronized Set<ObjectKey> changed(
            ObjectKey loadBalancer,
            Consumer<Map<ObjectKey, Map<ObjectKey, BackendUse>>> change,
            Map<ObjectKey, BackendUse> uses) {
        Map<ObjectKey, BackendUse> before = byLoadBalancer.getOrDefault(loadBalancer, Map.of());
        change.accept(byLoadBalancer);
        Set<ObjectKey> changed = new HashSet<>(before.keySet());
        changed.addAll(uses.keySet());
        changed.removeIf(
                backend -> uses.containsKey(backend) && uses.get(backend).equals(before.get(backend)));
        return changed;
    }

    private void tell(Set<ObjectKey> changed) {
        Consumer<ObjectKey> listener;
        synchronized (this) {
            listener = onChange;
        }
        changed.forEach(listener);
    }
}
