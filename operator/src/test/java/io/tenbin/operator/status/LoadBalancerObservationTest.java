package io.tenbin.operator.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.tenbin.api.v1alpha1.Condition;
import io.tenbin.api.v1alpha1.LoadBalancer;
import io.tenbin.api.v1alpha1.LoadBalancerServiceSpec;
import io.tenbin.api.v1alpha1.LoadBalancerStatus;
import io.tenbin.operator.resources.Owner;
import io.tenbin.operator.resources.PortOrder.Port;
import io.tenbin.operator.resources.PublicService;
import io.tenbin.translate.Problem;
import io.tenbin.translate.Reason;
import io.tenbin.translate.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoadBalancerObservationTest {
    private static final String NOW = "2026-01-02T00:00:00Z";
    private static final Verdict ACCEPTED = new Verdict(true, Reason.ACCEPTED, "The spec is valid", List.of());
    private static final Verdict RESOLVED = new Verdict(true, Reason.RESOLVED_REFS, "All Backends exist", List.of());
    private static final Progress DONE = new Progress(2, 2, 2, "", List.of());

    @Test
    void all_is_well_when_every_counted_proxy_has_acknowledged() {
        LoadBalancerStatus status = seen(ACCEPTED, RESOLVED, DONE).status(null, NOW);
        assertThat(status.conditions())
                .extracting(Condition::type, Condition::status, Condition::reason)
                .containsExactly(
                        tuple("Accepted", "True", "Accepted"),
                        tuple("ResolvedRefs", "True", "ResolvedRefs"),
                        tuple("Programmed", "True", "Programmed"),
                        tuple("Ready", "True", "Ready"));
        assertThat(status.programmedGeneration()).isEqualTo(3);
        assertThat(status.ports()).isEqualTo("80");
        assertThat(status.address()).isEqualTo("10.0.0.1");
        assertThat(status.proxies().current()).isEqualTo(2);
    }

    @Test
    void one_proxy_that_lags_makes_it_pending_and_keeps_the_last_programmed_generation() {
        LoadBalancerStatus before = seen(ACCEPTED, RESOLVED, DONE).status(null, "2026-01-01T00:00:00Z");
        LoadBalancer next = loadBalancer();
        next.getMetadata().setGeneration(4L);
        LoadBalancerStatus status = new LoadBalancerObservation(
                        next,
                        ACCEPTED,
                        RESOLVED,
                        "hash",
                        service("ClusterIP"),
                        2,
                        new Progress(2, 1, 2, "", List.of()),
                        null)
                .status(before, NOW);
        assertThat(condition(status, "Programmed"))
                .isEqualTo(new Condition("Programmed", "False", 4L, "Pending", "1/2 proxies", NOW));
        assertThat(condition(status, "Reconciling").reason()).isEqualTo("Pending");
        assertThat(status.observedGeneration()).isEqualTo(4);
        assertThat(status.programmedGeneration()).isEqualTo(3);
        assertThat(condition(status, "Accepted").lastTransitionTime()).isEqualTo("2026-01-01T00:00:00Z");
    }

    @Test
    void a_port_that_not_every_proxy_has_bound_is_named() {
        LoadBalancerStatus status = seen(ACCEPTED, RESOLVED, new Progress(2, 2, 2, "", List.of(8443)))
                .status(null, NOW);
        assertThat(condition(status, "Programmed").message()).isEqualTo("2/2 proxies, not bound by all yet: [8443]");
    }

    @Test
    void a_refusal_of_a_proxy_is_quoted() {
        LoadBalancerStatus status = seen(ACCEPTED, RESOLVED, new Progress(2, 1, 2, "port 80 is taken", List.of()))
                .status(null, NOW);
        assertThat(condition(status, "Programmed").message()).isEqualTo("1/2 proxies, refused: port 80 is taken");
    }

    @Test
    void without_a_proxy_nothing_is_programmed() {
        LoadBalancerStatus status =
                seen(ACCEPTED, RESOLVED, new Progress(0, 0, 0, "", List.of())).status(null, NOW);
        assertThat(condition(status, "Programmed").reason()).isEqualTo("NoProxies");
    }

    @Test
    void a_version_that_is_not_accepted_stalls_it() {
        Verdict refused = new Verdict(
                false,
                Reason.PORT_CONFLICT,
                "spec.listeners[1].port: taken",
                List.of(new Problem("spec.listeners[1].port", Reason.PORT_CONFLICT, "taken")));
        LoadBalancerStatus status = seen(refused, RESOLVED, DONE).status(null, NOW);
        assertThat(status.conditions())
                .extracting(condition -> condition.type() + "=" + condition.status() + " " + condition.reason())
                .containsExactly(
                        "Accepted=False PortConflict",
                        "ResolvedRefs=True ResolvedRefs",
                        "Programmed=False PortConflict",
                        "Ready=False PortConflict",
                        "Stalled=True PortConflict");
        assertThat(status.programmedGeneration()).isNull();
    }

    @Test
    void a_missing_backend_is_programmed_all_the_same_but_not_ready() {
        Verdict missing = new Verdict(
                false,
                Reason.BACKEND_NOT_FOUND,
                "spec.listeners[0].defaultBackend: no Backend",
                List.of(new Problem("spec.listeners[0].defaultBackend", Reason.BACKEND_NOT_FOUND, "no Backend")));
        LoadBalancerStatus status = seen(ACCEPTED, missing, DONE).status(null, NOW);
        assertThat(condition(status, "Programmed").status()).isEqualTo("True");
        assertThat(condition(status, "Ready").reason()).isEqualTo("BackendNotFound");
        assertThat(condition(status, "Ready").message())
                .isEqualTo("ResolvedRefs: spec.listeners[0].defaultBackend: no Backend");
    }

    @Test
    void a_service_that_waits_for_its_address_is_not_ready() {
        LoadBalancerStatus status = new LoadBalancerObservation(
                        loadBalancer(), ACCEPTED, RESOLVED, "hash", service("LoadBalancer"), 2, DONE, null)
                .status(null, NOW);
        assertThat(condition(status, "Ready").reason()).isEqualTo("NoAddress");
    }

    @Test
    void what_the_api_server_refuses_is_quoted() {
        LoadBalancerStatus status = new LoadBalancerObservation(
                        loadBalancer(), ACCEPTED, RESOLVED, "hash", null, 0, DONE, "exceeded quota")
                .status(null, NOW);
        assertThat(condition(status, "Programmed").reason()).isEqualTo("ApplyFailed");
        assertThat(condition(status, "Programmed").message()).isEqualTo("exceeded quota");
    }

    @Test
    void equal_observations_give_equal_statuses() {
        LoadBalancerStatus before = seen(ACCEPTED, RESOLVED, DONE).status(null, "2026-01-01T00:00:00Z");
        assertThat(seen(ACCEPTED, RESOLVED, DONE).status(before, NOW)).isEqualTo(before);
    }

    private static LoadBalancerObservation seen(Verdict accepted, Verdict resolvedRefs, Progress progress) {
        return new LoadBalancerObservation(
                loadBalancer(), accepted, resolvedRefs, "hash", service("ClusterIP"), 2, progress, null);
    }

    private static Condition condition(LoadBalancerStatus status, String type) {
        return status.conditions().stream()
                .filter(condition -> condition.type().equals(type))
                .findFirst()
                .orElseThrow();
    }

    private static LoadBalancer loadBalancer() {
        return new KubernetesSerialization().unmarshal("""
                        metadata: {namespace: shop, name: edge, uid: uid, generation: 3}
                        spec:
                          replicas: 2
                          listeners: [{name: web, port: 80, protocol: HTTP, defaultBackend: app}]
                        """, LoadBalancer.class);
    }

    private static Service service(String type) {
        Service service = PublicService.of(
                new Owner("shop", "edge", "uid"),
                new LoadBalancerServiceSpec(type, null, null),
                List.of(new Port("web", 80, 10080)));
        service.getSpec().setClusterIPs(List.of("10.0.0.1"));
        return service;
    }
}
