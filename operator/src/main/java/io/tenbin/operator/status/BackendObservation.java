package io.tenbin.operator.status;

import io.tenbin.api.v1alpha1.Backend;
import io.tenbin.api.v1alpha1.BackendSpec;
import io.tenbin.api.v1alpha1.BackendStatus;
import io.tenbin.api.v1alpha1.Condition;
import io.tenbin.api.v1alpha1.EndpointsStatus;
import io.tenbin.operator.proxies.ProxyReport.EndpointCount;
import io.tenbin.translate.Defaults;
import io.tenbin.translate.Reason;
import io.tenbin.translate.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All that was seen of a Backend.
 *
 * @param accepted whether this version of the spec is valid
 * @param resolvedRefs whether its Services and their ports exist
 * @param uses by LoadBalancer, sorted
 */
public record BackendObservation(
        Backend backend, Verdict accepted, Verdict resolvedRefs, Map<String, BackendUse> uses) {
    private static final int SHOWN = 256;

    /**
     * What one LoadBalancer makes of the Backend.
     *
     * @param generation of the Backend that went into the LoadBalancer's configuration
     * @param accepted whether that generation is valid
     * @param progress of that configuration
     * @param written whether that configuration could be written
     * @param serving whether the LoadBalancer's proxies have any configuration; if not, it cannot hold this Backend up
     * @param endpoints as the worst of its proxies sees them; empty if none has reported yet
     */
    public record BackendUse(
            long generation,
            Verdict accepted,
            Progress progress,
            boolean written,
            boolean serving,
            Optional<EndpointCount> endpoints) {}

    /**
     * The status that says this.
     *
     * @param before the status as it is
     * @param time RFC 3339, for the conditions that change
     */
    public BackendStatus status(@Nullable BackendStatus before, String time) {
        List<Condition> conditions =
                Conditions.merge(before == null ? List.of() : before.conditions(), conditions(), time);
        Long generation = backend.getMetadata().getGeneration();
        return new BackendStatus(
                generation,
                isProgrammed() ? generation : before == null ? null : before.programmedGeneration(),
                conditions,
                accepted.ok() ? mode() : before == null ? null : before.mode(),
                accepted.ok() ? algorithm() : before == null ? null : before.balance(),
                worst(uses.values().stream()
                                .flatMap(use -> use.endpoints().stream())
                                .toList())
                        .map(BackendObservation::endpoints)
                        .orElse(null),
                uses.keySet().stream().limit(SHOWN).toList());
    }

    private String mode() {
        BackendSpec spec = backend.getSpec();
        return spec == null || spec.mode() == null ? Defaults.MODE : spec.mode();
    }

    private String algorithm() {
        BackendSpec spec = backend.getSpec();
        return spec == null || spec.balance() == null || spec.balance().algorithm() == null
                ? Defaults.ALGORITHM
                : spec.balance().algorithm();
    }

    /** Of several views the most pessimistic: the fewest that work. */
    public static Optional<EndpointCount> worst(Collection<EndpointCount> views) {
        return views.stream()
                .reduce((one, other) -> new EndpointCount(
                        Math.max(one.total(), other.total()),
                        Math.min(one.healthy(), other.healthy()),
                        Math.max(one.draining(), other.draining())));
    }

    private boolean isProgrammed() {
        return accepted.ok() && serving() > 0 && current() == serving();
    }

    private long serving() {
        return uses.values().stream().filter(BackendUse::serving).count();
    }

    private long current() {
        return uses.values().stream().filter(this::isCurrent).count();
    }

    private boolean isCurrent(BackendUse use) {
        return use.serving()
                && use.written()
                && use.generation() == backend.getMetadata().getGeneration()
                && use.progress().complete();
    }

    List<Condition> conditions() {
        long generation = backend.getMetadata().getGeneration();
        List<Condition> conditions = new ArrayList<>(List.of(
                Conditions.of(Conditions.ACCEPTED, accepted, generation),
                Conditions.of(Conditions.RESOLVED_REFS, resolvedRefs, generation),
                programmed(generation)));
        conditions.add(conditions.stream()
                .filter(condition -> !Conditions.isTrue(condition))
                .findFirst()
                .map(first -> new Condition(
                        Conditions.READY,
                        "False",
                        generation,
                        first.reason(),
                        first.type() + ": " + first.message(),
                        ""))
                .orElseGet(() -> Conditions.of(
                        Conditions.READY, true, Reason.READY, conditions.get(2).message(), generation)));
        if (!accepted.ok()) {
            conditions.add(
                    Conditions.of(Conditions.STALLED, true, accepted.reason(), "the spec has to change", generation));
        } else if (!uses.isEmpty() && !isProgrammed()) {
            conditions.add(Conditions.of(
                    Conditions.RECONCILING,
                    true,
                    Reason.PENDING,
                    conditions.get(2).message(),
                    generation));
        }
        return conditions;
    }

    private Condition programmed(long generation) {
        if (uses.isEmpty()) {
            return Conditions.of(
                    Conditions.PROGRAMMED, false, Reason.NOT_REFERENCED, "no LoadBalancer refers to it", generation);
        }
        if (!accepted.ok()) {
            return Conditions.of(
                    Conditions.PROGRAMMED, false, accepted.reason(), "this version is not accepted", generation);
        }
        return Conditions.of(
                Conditions.PROGRAMMED,
                isProgrammed(),
                isProgrammed() ? Reason.PROGRAMMED : Reason.PENDING,
                "%d/%d LoadBalancers".formatted(current(), serving()),
                generation);
    }

    private static EndpointsStatus endpoints(EndpointCount count) {
        return new EndpointsStatus(
                count.total(), count.healthy(), count.draining(), count.healthy() + "/" + count.total());
    }
}
