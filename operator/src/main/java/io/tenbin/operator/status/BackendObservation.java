package io.tenbin.operator.status;

import io.tenbin.api.v1alpha1.Backend;
import io.tenbin.api.v1alpha1.BackendSpec;
import io.tenbin.api.v1alpha1.BackendStatus;
import io.tenbin.api.v1alpha1.Condition;
import io.tenbin.api.v1alpha1.EndpointsStatus;
import io.tenbin.api.v1alpha1.UnhealthyEndpointStatus;
import io.tenbin.operator.proxies.ProxyReport.EndpointCount;
import io.tenbin.operator.proxies.ProxyReport.Unhealthy;
import io.tenbin.translate.Defaults;
import io.tenbin.translate.Reason;
import io.tenbin.translate.ServerTls;
import io.tenbin.translate.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
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
    static final int UNHEALTHY = 32;

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
        Optional<EndpointCount> endpoints = worst(
                uses.values().stream().flatMap(use -> use.endpoints().stream()).toList());
        return new BackendStatus(
                generation,
                isProgrammed() ? generation : before == null ? null : before.programmedGeneration(),
                conditions,
                accepted.ok() ? mode() : before == null ? null : before.mode(),
                accepted.ok() ? algorithm() : before == null ? null : before.balance(),
                endpoints.map(BackendObservation::endpoints).orElse(null),
                endpoints.map(BackendObservation::unhealthy).orElse(List.of()),
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

    /** Of several views the most pessimistic: the fewest that work. An endpoint that several find unhealthy is there once. */
    public static Optional<EndpointCount> worst(Collection<EndpointCount> views) {
        return views.stream()
                .reduce((one, other) -> new EndpointCount(
                        Math.max(one.total(), other.total()),
                        Math.min(one.healthy(), other.healthy()),
                        Math.max(one.draining(), other.draining()),
                        together(one.unhealthy(), other.unhealthy())));
    }

    /** Sorted, and of two reasons the first by the alphabet, so that the order of proxies does not show. */
    private static List<Unhealthy> together(List<Unhealthy> one, List<Unhealthy> other) {
        Map<String, Unhealthy> sum = new TreeMap<>();
        Stream.concat(one.stream(), other.stream())
                .forEach(next -> sum.merge(
                        next.server() + "/" + next.endpoint(),
                        next,
                        (known, more) -> new Unhealthy(
                                known.server(),
                                known.endpoint(),
                                known.state().compareTo(more.state()) <= 0 ? known.state() : more.state(),
                                known.reason().compareTo(more.reason()) <= 0 ? known.reason() : more.reason(),
                                known.proxies() + more.proxies())));
        return List.copyOf(sum.values());
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
        if (backend.getSpec() != null && ServerTls.insecure(backend.getSpec())) {
            conditions.add(Conditions.of(
                    Conditions.INSECURE,
                    true,
                    Reason.NOT_VERIFIED,
                    "spec.tls.verify is None: whoever gets between the proxies and the servers can read and change all",
                    generation));
        }
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

    private static List<UnhealthyEndpointStatus> unhealthy(EndpointCount count) {
        return count.unhealthy().stream()
                .limit(UNHEALTHY)
                .map(one -> new UnhealthyEndpointStatus(
                        one.server(),
                        one.endpoint(),
                        one.state(),
                        one.reason().isEmpty() ? null : one.reason(),
                        one.proxies()))
                .toList();
    }
}
