package io.tenbin.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.tenbin.api.v1alpha1.Backend;
import io.tenbin.api.v1alpha1.BackendSpec;
import io.tenbin.api.v1alpha1.BackendStatus;
import io.tenbin.operator.proxies.ProxyReport.EndpointCount;
import io.tenbin.operator.proxies.ProxyReport.Unhealthy;
import io.tenbin.operator.status.BackendObservation.BackendUse;
import io.tenbin.translate.Reason;
import io.tenbin.translate.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BackendObservationTest {
    private static final String NOW = "2026-01-02T00:00:00Z";
    private static final Verdict ACCEPTED = new Verdict(true, Reason.ACCEPTED, "The spec is valid", List.of());
    private static final Verdict RESOLVED = new Verdict(true, Reason.RESOLVED_REFS, "All Services exist", List.of());
    private static final Progress DONE = new Progress(2, 2, 2, "", List.of());
    private static final Progress LAGS = new Progress(2, 1, 2, "", List.of());

    @Test
    void an_endpoint_that_several_proxies_find_down_is_named_once_with_their_number() {
        Unhealthy refused = new Unhealthy("app", "app-1", "Down", "Layer4 connection problem", 1);
        Unhealthy late = new Unhealthy("app", "app-1", "Down", "Layer4 timeout", 1);
        Unhealthy ejected = new Unhealthy("app", "app-0", "Ejected", "", 1);

        assertThat(BackendObservation.worst(List.of(
                        new EndpointCount(3, 2, 0, List.of(late)),
                        new EndpointCount(3, 1, 0, List.of(refused, ejected)))))
                .contains(new EndpointCount(
                        3,
                        1,
                        0,
                        List.of(ejected, new Unhealthy("app", "app-1", "Down", "Layer4 connection problem", 2))));
    }

    @Test
    void a_backend_that_nobody_uses_says_so() {
        assertThat(conditions(status(Map.of())))
                .containsExactly(
                        "Accepted=True Accepted",
                        "ResolvedRefs=True ResolvedRefs",
                        "Programmed=False NotReferenced",
                        "Ready=False NotReferenced");
    }

    @Test
    void it_is_programmed_when_all_that_use_it_are() {
        BackendStatus status = status(Map.of("shop/a", use(7, DONE), "shop/b", use(7, DONE)));
        assertThat(conditions(status)).contains("Programmed=True Programmed", "Ready=True Ready");
        assertThat(status.programmedGeneration()).isEqualTo(7);
        assertThat(status.referencedBy()).containsExactly("shop/a", "shop/b");
    }

    @Test
    void it_is_pending_while_one_of_them_lags_or_has_an_older_generation() {
        assertThat(conditions(status(Map.of("shop/a", use(7, DONE), "shop/b", use(7, LAGS)))))
                .contains("Programmed=False Pending", "Reconciling=True Pending");
        assertThat(conditions(status(Map.of("shop/a", use(6, DONE))))).contains("Programmed=False Pending");
    }

    @Test
    void a_load_balancer_that_never_came_into_force_does_not_hold_it_up() {
        BackendUse idle =
                new BackendUse(7, ACCEPTED, new Progress(0, 0, 0, "", List.of()), false, false, Optional.empty());
        assertThat(conditions(status(Map.of("shop/a", use(7, DONE), "shop/b", idle))))
                .contains("Programmed=True Programmed");
        assertThat(conditions(status(Map.of("shop/b", idle)))).contains("Programmed=False Pending");
    }

    @Test
    void endpoints_are_told_as_the_worst_of_the_proxies_sees_them() {
        assertThat(BackendObservation.worst(
                        List.of(new EndpointCount(3, 3, 0, List.of()), new EndpointCount(3, 1, 2, List.of()))))
                .contains(new EndpointCount(3, 1, 2, List.of()));
        BackendStatus status = status(Map.of("shop/a", use(7, DONE)));
        assertThat(status.endpoints().summary()).isEqualTo("2/3");
    }

    @Test
    void the_columns_show_what_holds_also_where_the_spec_leaves_it_out() {
        assertThat(status(Map.of())).returns("HTTP", BackendStatus::mode).returns("RoundRobin", BackendStatus::balance);
        Backend tcp = backend();
        tcp.setSpec(Serialization.unmarshal("mode: TCP\nbalance: {algorithm: Other}", BackendSpec.class));
        BackendStatus status = new BackendObservation(tcp, ACCEPTED, RESOLVED, Map.of()).status(null, NOW);
        assertThat(status).returns("TCP", BackendStatus::mode).returns("Other", BackendStatus::balance);

        Verdict invalid = new Verdict(false, Reason.INVALID, "spec.servers: …", List.of());
        assertThat(new BackendObservation(backend(), invalid, RESOLVED, Map.of()).status(status, NOW))
                .returns("TCP", BackendStatus::mode)
                .returns("Other", BackendStatus::balance);
    }

    @Test
    void one_that_takes_anybodys_certificate_is_insecure_and_ready_all_the_same() {
        Backend backend = backend();
        backend.setSpec(Serialization.unmarshal("tls: {enabled: true, verify: None}", BackendSpec.class));
        Map<String, BackendUse> uses = Map.of("shop/a", use(7, DONE));
        assertThat(conditions(new BackendObservation(backend, ACCEPTED, RESOLVED, uses).status(null, NOW)))
                .contains("Ready=True Ready", "Insecure=True NotVerified");

        backend.setSpec(Serialization.unmarshal("tls: {enabled: false, verify: None}", BackendSpec.class));
        assertThat(conditions(new BackendObservation(backend, ACCEPTED, RESOLVED, uses).status(null, NOW)))
                .noneMatch(condition -> condition.startsWith("Insecure"));
    }

    private static List<String> conditions(BackendStatus status) {
        return status.conditions().stream()
                .map(condition -> condition.type() + "=" + condition.status() + " " + condition.reason())
                .toList();
    }

    private static BackendUse use(long generation, Progress progress) {
        return new BackendUse(
                generation, ACCEPTED, progress, true, true, Optional.of(new EndpointCount(3, 2, 0, List.of())));
    }

    private static BackendStatus status(Map<String, BackendUse> uses) {
        return new BackendObservation(backend(), ACCEPTED, RESOLVED, new TreeMap<>(uses)).status(null, NOW);
    }

    private static Backend backend() {
        Backend backend = new Backend();
        backend.setMetadata(new ObjectMetaBuilder()
                .withNamespace("shop")
                .withName("app")
                .withGeneration(7L)
                .build());
        return backend;
    }
}
