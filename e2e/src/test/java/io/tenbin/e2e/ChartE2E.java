package io.tenbin.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tenbin.e2e.cluster.Cluster;
import io.tenbin.e2e.cluster.Command;
import io.tenbin.e2e.cluster.InCluster;
import io.tenbin.e2e.cluster.Installation;
import io.tenbin.e2e.cluster.TestNamespace;
import io.tenbin.e2e.load.LoadGenerator;
import io.tenbin.e2e.load.LoadPlan;
import io.tenbin.e2e.load.LoadReport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The chart over its life. The last of all, since it takes the operator away for a while. */
@InCluster
@Order(Integer.MAX_VALUE)
class ChartE2E {

    private static final String CHART = "helm/tenbin";
    private static final Duration SOON = Duration.ofSeconds(60);

    @Test
    void the_chart_is_without_blemish(Cluster cluster) {
        assertThat(cluster.helm("lint", "--strict", CHART)).contains("0 chart(s) failed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "replicas=3",
                "crds.install=false",
                "watchNamespaces={team-a,team-b}",
                "imagePullSecrets[0].name=registry",
                "image.tag=1.2.3,proxyImage.tag=1.2.3",
                "resources.limits.cpu=2",
                "nodeSelector.zone=a",
            })
    void values_give_objects_that_the_api_server_takes(String values, Cluster cluster, Installation installation) {
        String manifests = cluster.helm("template", "other", CHART, "--namespace", "default", "--set", values);

        // Namespaces are not made by the chart; a dry run without them would be refused for that alone.
        String inDefault = manifests.replaceAll("namespace: team-[ab]", "namespace: default");
        cluster.run("kubectl", inDefault, "apply", "--dry-run=server", "-f", "-")
                .output();
    }

    @ParameterizedTest
    @CsvSource({
        "replicas=many, replicas",
        "replica=2, replica",
        "logLevel=LOUD, logLevel",
        "watchNamespaces={Team_A}, watchNamespaces",
    })
    void a_wrong_value_is_refused_by_name(String value, String name, Cluster cluster) {
        Command.Result result = cluster.run("helm", "", "template", CHART, "--set", value);

        assertThat(result.code()).isNotZero();
        assertThat(result.err()).contains(name);
    }

    @Test
    void proxies_serve_through_an_upgrade_and_without_an_operator(
            Installation installation, Cluster cluster, TestNamespace namespace) {
        Edge edge = Edge.quickStart(cluster, namespace);
        namespace.apply("""
                apiVersion: tenbin.io/v1alpha1
                kind: LoadBalancer
                metadata: {name: spare}
                spec:
                  replicas: 1
                  listeners: [{name: web, port: 80, protocol: HTTP, defaultBackend: app}]
                """);
        namespace.waitFor("Programmed", "loadbalancer/spare");
        List<String> processes = edge.processes();
        LoadPlan plan = new LoadPlan(edge.address(80), Edge.HOST, 8, 200, Duration.ofSeconds(10));
        try (LoadGenerator load = LoadGenerator.start(plan)) {
            installation.helm("upgrade", "resources.requests.cpu=60m");
            installation.uninstall();

            assertThat(installation.namespace().kubectl("get", "deployments", "-o", "name"))
                    .isEmpty();
            assertThat(namespace.kubectl("get", "tlb,tbe", "-o", "name"))
                    .contains("loadbalancer.tenbin.io/edge", "loadbalancer.tenbin.io/spare", "backend.tenbin.io/app");
            theProxiesFollowAnApplicationByThemselves(namespace, load);
            aDeletedLoadBalancerGoesWithAllThatWasMadeForIt(namespace);

            installation.helm("install");
            edge.patchLoadBalancer(
                    "[{\"op\": \"add\", \"path\": \"/spec/listeners/0/timeouts\", \"value\": {\"client\": \"31s\"}}]");

            LoadReport report = load.stop();
            System.out.println(report);
            assertThat(report.failed()).as(report::toString).isEmpty();
        }
        assertThat(edge.processes()).isEqualTo(processes);
    }

    private static void theProxiesFollowAnApplicationByThemselves(TestNamespace namespace, LoadGenerator load) {
        Map<String, String> labels = Map.of("app", "app");
        namespace.kubectl("scale", "deployment/app", "--replicas=3");
        namespace.rolledOut("app", labels, 3);
        List<String> pods = namespace.pods(labels).stream()
                .map(pod -> pod.getMetadata().getName())
                .toList();
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(load.report().pods().keySet()).containsAll(pods));
    }

    /** By owner references: there is no finalizer that would need an operator. */
    private static void aDeletedLoadBalancerGoesWithAllThatWasMadeForIt(TestNamespace namespace) {
        namespace.kubectl("delete", "tlb", "spare", "--timeout=30s");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(namespace.kubectl(
                                "get",
                                "deployments,services,configmaps,serviceaccounts,roles,rolebindings,pdb,pods",
                                "-l",
                                "tenbin.io/loadbalancer=spare",
                                "-o",
                                "name"))
                        .isEmpty());
    }
}
