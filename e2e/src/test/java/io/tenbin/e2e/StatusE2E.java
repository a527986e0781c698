package io.tenbin.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.tenbin.e2e.cluster.Cluster;
import io.tenbin.e2e.cluster.Command;
import io.tenbin.e2e.cluster.InCluster;
import io.tenbin.e2e.cluster.Installation;
import io.tenbin.e2e.cluster.TestNamespace;
import io.tenbin.e2e.load.LoadGenerator;
import io.tenbin.e2e.load.LoadPlan;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** What users are told by {@code kubectl}: where something is wrong, and nothing where nothing happens. */
@InCluster(namespace = Edge.QUICK_START)
@Order(3)
class StatusE2E {

    private static final int WIDTH = 100;
    private static final String RECONCILIATIONS = "tenbin_operator_reconciliations_total{kind=\"LoadBalancer\"";
    private static final Map<String, String> OWNED = Map.of("tenbin.io/loadbalancer", "edge");

    private static Edge edge;

    @BeforeAll
    static void quickStart(Installation installation, Cluster cluster, TestNamespace namespace) {
        edge = Edge.quickStart(cluster, namespace);
        namespace.waitFor("Ready", "loadbalancer/edge");
        for (String count : List.of("ready", "current")) {
            namespace.kubectl("wait", "tlb/edge", "--for=jsonpath={.status.proxies." + count + "}=2", "--timeout=60s");
        }
    }

    @Test
    void a_missing_backend_is_named_while_the_others_serve(TestNamespace namespace) {
        assertNamed(
                namespace,
                "missing",
                "[{name: web, port: 80, protocol: HTTP, rules: [{backend: ap}], defaultBackend: app}]",
                "ResolvedRefs",
                "BackendNotFound",
                "spec.listeners[0].rules[0].backend: ");
    }

    @Test
    void a_conflicting_port_is_named_while_the_others_serve(TestNamespace namespace) {
        assertNamed(
                namespace,
                "conflict",
                "[{name: web, port: 80, protocol: HTTP, defaultBackend: app},"
                        + " {name: also, port: 10080, protocol: HTTP, defaultBackend: app}]",
                "Accepted",
                "PortConflict",
                "spec.listeners[1].port: ");
    }

    @Test
    void columns_fit_into_a_terminal(TestNamespace namespace) {
        String table = namespace.kubectl("get", "tlb,tbe");

        assertThat(table)
                .containsPattern("NAME +READY +REASON +ADDRESS +PORTS +REPLICAS +AGE")
                .containsPattern("loadbalancer.tenbin.io/edge +True +Ready +10\\.96\\.\\S+ +80\\S* +2 ")
                .containsPattern("NAME +READY +REASON +MODE +BALANCE +HEALTHY +AGE")
                .containsPattern("backend.tenbin.io/app +True +Ready +HTTP +RoundRobin +2/2 ");
        assertThat(table.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(WIDTH));
    }

    /**
     * Each poke is an event for the operator. The last changes say in the spec what it meant already, and no more: once
     * they are programmed, the operator has been through all before.
     */
    @Test
    void a_hundred_reconciles_write_nothing(Installation installation, Cluster cluster, TestNamespace namespace) {
        var service = cluster.client().services().inNamespace(namespace.name()).withName("edge");
        OperatorMetrics metrics = OperatorMetrics.of(installation);
        double enough = metrics.sum(RECONCILIATIONS) + 100;
        String edgeBefore = version(namespace);
        String poked = "";
        for (int i = 0; metrics.sum(RECONCILIATIONS) < enough; i++) {
            assertThat(i).as("pokes, of which some are taken together").isLessThan(2_000);
            poked = service.patch(
                            PatchContext.of(PatchType.JSON_MERGE),
                            "{\"metadata\": {\"annotations\": {\"example.com/poke\": \"" + i + "\"}}}")
                    .getMetadata()
                    .getResourceVersion();
        }
        assertThat(version(namespace)).isEqualTo(edgeBefore);
        Map<String, String> before = versions(cluster, namespace);
        edge.patchLoadBalancer("[{\"op\": \"add\", \"path\": \"/spec/listeners/0/targetPort\", \"value\": 10080}]");
        edge.patchLoadBalancer("[{\"op\": \"remove\", \"path\": \"/spec/listeners/0/targetPort\"}]");

        assertThat(before).containsEntry("Service/edge", poked);
        assertThat(versions(cluster, namespace)).isEqualTo(before);
        Command.Result diff = Edge.diffQuickStart(cluster, namespace);
        assertThat(diff.out() + diff.err()).isEmpty();
        assertThat(diff.code()).isZero();
    }

    @Test
    void what_somebody_deletes_is_made_again(TestNamespace namespace) {
        String before = namespace.kubectl("get", "pdb", "tenbin-edge", "-o", "jsonpath={.metadata.uid}");

        namespace.kubectl("delete", "pdb", "tenbin-edge");

        namespace.kubectl("wait", "--for=create", "pdb/tenbin-edge", "--timeout=30s");
        assertThat(namespace.kubectl("get", "pdb", "tenbin-edge", "-o", "jsonpath={.metadata.uid}"))
                .isNotEqualTo(before);
    }

    /** Of the LoadBalancer itself, which a write of its status would change. */
    private static String version(TestNamespace namespace) {
        return namespace.kubectl("get", "tlb", "edge", "-o", "jsonpath={.metadata.resourceVersion}");
    }

    /** Of all that the operator has made for the LoadBalancer. */
    private static Map<String, String> versions(Cluster cluster, TestNamespace namespace) {
        Map<String, String> versions = new TreeMap<>();
        var client = cluster.client();
        Stream.of(
                        client.services(),
                        client.configMaps(),
                        client.serviceAccounts(),
                        client.rbac().roles(),
                        client.rbac().roleBindings())
                .flatMap(kind -> kind.inNamespace(namespace.name()).withLabels(OWNED).list().getItems().stream())
                .map(HasMetadata.class::cast)
                .forEach(object -> versions.put(
                        object.getKind() + "/" + object.getMetadata().getName(),
                        object.getMetadata().getResourceVersion()));
        // The status of these is written by Kubernetes at any time; their generation is the spec's.
        Stream.of(client.apps().deployments(), client.policy().v1().podDisruptionBudget())
                .flatMap(kind -> kind.inNamespace(namespace.name()).withLabels(OWNED).list().getItems().stream())
                .map(HasMetadata.class::cast)
                .forEach(object -> versions.put(
                        object.getKind() + "/" + object.getMetadata().getName(),
                        "generation " + object.getMetadata().getGeneration()));
        assertThat(versions).hasSizeGreaterThanOrEqualTo(7);
        return versions;
    }

    private static void assertNamed(
            TestNamespace namespace, String name, String listeners, String condition, String reason, String path) {
        LoadPlan plan = new LoadPlan(edge.address(80), Edge.HOST, 4, 100, Duration.ofSeconds(10));
        try (LoadGenerator load = LoadGenerator.start(plan)) {
            namespace.apply("""
                    apiVersion: tenbin.io/v1alpha1
                    kind: LoadBalancer
                    metadata: {name: %s}
                    spec:
                      replicas: 1
                      listeners: %s
                    """.formatted(name, listeners));
            namespace.waitFor(condition + "=False", "loadbalancer/" + name);

            assertThat(namespace.kubectl("get", "tlb", name)).containsPattern(name + " +False +" + reason + " ");
            assertThat(namespace.kubectl(
                            "get",
                            "tlb",
                            name,
                            "-o",
                            "jsonpath={.status.conditions[?(@.type==\"" + condition + "\")].message}"))
                    .contains(path);
            assertThat(namespace.kubectl("get", "tlb", "edge")).containsPattern("edge +True +Ready ");
            assertThat(load.stop().failed()).isEmpty();
        }
        namespace.kubectl("delete", "tlb", name);
    }
}
