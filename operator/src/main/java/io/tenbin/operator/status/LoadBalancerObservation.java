package io.tenbin.operator.status;

import io.fabric8.kubernetes.api.model.Service;
import io.tenbin.api.v1alpha1.Condition;
import io.tenbin.api.v1alpha1.ListenerSpec;
import io.tenbin.api.v1alpha1.ListenerStatus;
import io.tenbin.api.v1alpha1.LoadBalancer;
import io.tenbin.api.v1alpha1.LoadBalancerStatus;
import io.tenbin.api.v1alpha1.ProxiesStatus;
import io.tenbin.operator.resources.Owner;
import io.tenbin.operator.resources.PublicService;
import io.tenbin.translate.Reason;
import io.tenbin.translate.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that was seen of a LoadBalancer in one reconciliation.
 *
 * @param accepted whether this version of the spec is valid
 * @param resolvedRefs whether all that it refers to exists
 * @param configHash of the configuration that the proxies are given; absent if none ever was
 * @param service the public Service; absent if it could not be written
 * @param replicas pods that exist
 * @param progress what the proxies say
 * @param failure why the generated objects could not be written, if so
 */
public record LoadBalancerObservation(
        LoadBalancer loadBalancer,
        Verdict accepted,
        Verdict resolvedRefs,
        @Nullable String configHash,
        @Nullable Service service,
        int replicas,
        Progress progress,
        @Nullable String failure) {

    /**
     * The status that says this.
     *
     * @param before the status as it is
     * @param time RFC 3339, for the conditions that change
     */
    public LoadBalancerStatus status(@Nullable LoadBalancerStatus before, String time) {
        List<Condition> conditions =
                Conditions.merge(before == null ? List.of() : before.conditions(), conditions(), time);
        Long generation = loadBalancer.getMetadata().getGeneration();
        List<String> addresses = service == null ? List.of() : PublicService.addresses(service);
        return new LoadBalancerStatus(
                generation,
                isProgrammed() ? generation : before == null ? null : before.programmedGeneration(),
                conditions,
                configHash,
                addresses.isEmpty() ? null : addresses.getFirst(),
                service == null ? null : ports(service),
                addresses,
                replicas,
                selector(),
                Stream.ofNullable(loadBalancer.getSpec())
                        .flatMap(spec -> spec.listeners().stream())
                        .map(LoadBalancerObservation::listener)
                        .toList(),
                new ProxiesStatus(progress.ready(), progress.current(), progress.counted()));
    }

    /** Whether every counted proxy works by this generation. */
    public boolean isProgrammed() {
        return accepted.ok() && failure == null && progress.complete();
    }

    List<Condition> conditions() {
        long generation = loadBalancer.getMetadata().getGeneration();
        List<Condition> conditions = new ArrayList<>(List.of(
                Conditions.of(Conditions.ACCEPTED, accepted, generation),
                Conditions.of(Conditions.RESOLVED_REFS, resolvedRefs, generation),
                programmed(generation)));
        conditions.add(ready(conditions, generation));
        if (!accepted.ok()) {
            conditions.add(
                    Conditions.of(Conditions.STALLED, true, accepted.reason(), "the spec has to change", generation));
        } else if (!isProgrammed()) {
            Condition programmed = conditions.get(2);
            conditions.add(new Condition(
                    Conditions.RECONCILING, "True", generation, programmed.reason(), programmed.message(), ""));
        }
        return conditions;
    }

    private Condition programmed(long generation) {
        if (failure != null) {
            return Conditions.of(Conditions.PROGRAMMED, false, Reason.APPLY_FAILED, failure, generation);
        }
        if (!accepted.ok()) {
            return Conditions.of(
                    Conditions.PROGRAMMED, false, accepted.reason(), "this version is not accepted", generation);
        }
        Reason reason =
                progress.complete() ? Reason.PROGRAMMED : progress.counted() == 0 ? Reason.NO_PROXIES : Reason.PENDING;
        return Conditions.of(Conditions.PROGRAMMED, progress.complete(), reason, progress.message(), generation);
    }

    private Condition ready(List<Condition> others, long generation) {
        for (Condition other : others) {
            if (!Conditions.isTrue(other)) {
                return new Condition(
                        Conditions.READY,
                        "False",
                        generation,
                        other.reason(),
                        other.type() + ": " + other.message(),
                        "");
            }
        }
        if (progress.ready() == 0) {
            return Conditions.of(Conditions.READY, false, Reason.NO_READY_PROXY, "no proxy is ready", generation);
        }
        if (service == null || PublicService.addresses(service).isEmpty()) {
            return Conditions.of(
                    Conditions.READY, false, Reason.NO_ADDRESS, "the Service has no address yet", generation);
        }
        return Conditions.of(Conditions.READY, true, Reason.READY, progress.message(), generation);
    }

    private String selector() {
        Map<String, String> selector = Owner.of(loadBalancer).selector();
        return selector.entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining(","));
    }

    private static String ports(Service service) {
        return service.getSpec().getPorts().stream()
                .map(port -> String.valueOf(port.getPort()))
                .collect(Collectors.joining(","));
    }

    private static ListenerStatus listener(ListenerSpec spec) {
        return new ListenerStatus(spec.name(), spec.port(), spec.rules().size(), List.of());
    }
}
