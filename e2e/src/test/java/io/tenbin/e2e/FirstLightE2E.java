package io.tenbin.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tenbin.e2e.cluster.Cluster;
import io.tenbin.e2e.cluster.InCluster;
import io.tenbin.e2e.cluster.Installation;
import io.tenbin.e2e.cluster.TestNamespace;
import io.tenbin.e2e.load.Holder;
import io.tenbin.e2e.load.LoadGenerator;
import io.tenbin.e2e.load.LoadPlan;
import io.tenbin.e2e.load.LoadReport;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The promise of the README, kept in one test: everything changes under load, and nothing is lost. */
@InCluster
@Order(1)
class FirstLightE2E {

    private static final int WEB = 10_080; // the proxy's own port for port 80
    private static final int RATE = 540;
    private static final int EDITS = 20;
    private static final Duration SOON = Duration.ofSeconds(30);

    private static final String ADD_RULES_AND_ECHO = """
            [{"op": "add", "path": "/spec/listeners/0/rules", "value": [
               {"match": {"paths": [{"type": "Exact", "value": "/ws"}]}, "backend": "echo"},
               {"match": {"headers": [{"name": "X-Edit", "value": "0"}]}, "backend": "other"}]},
             {"op": "add", "path": "/spec/listeners/-",
              "value": {"name": "echo", "port": 9090, "protocol": "TCP", "defaultBackend": "echo-tcp"}}]
            """;

    @Test
    void nothing_is_lost_while_everything_changes(Installation installation, Cluster cluster, TestNamespace namespace)
            throws Exception {
        Edge edge = Edge.quickStart(cluster, namespace);
        edge.addApplications();
        edge.patchLoadBalancer(ADD_RULES_AND_ECHO);
        // kube-proxy follows a Service in its own time.
        await().atMost(SOON)
                .ignoreExceptions()
                .untilAsserted(() -> Holder.tcp(edge.address(9090), 1).close());
        List<String> processes = edge.processes();
        assertThat(processes).hasSize(2);

        LoadPlan plan = new LoadPlan(edge.address(80), Edge.HOST, 32, RATE, Duration.ofSeconds(10));
        try (Holder tcp = Holder.tcp(edge.address(9090), 50);
                Holder webSockets = Holder.webSockets(edge.address(80), Edge.HOST, 20);
                LoadGenerator load = LoadGenerator.start(plan)) {
            scaleTheApplication(namespace, load);
            editARule(edge);
            repointABackend(edge);
            addAndRemoveAListener(edge);

            LoadReport report = load.stop();
            Holder.Report tcpReport = tcp.stop();
            Holder.Report webSocketReport = webSockets.stop();
            System.out.println(report);
            System.out.println("TCP connections: " + tcpReport + "\nWebSockets: " + webSocketReport);
            assertThat(report.failed()).as(report::toString).isEmpty();
            assertThat(report.rate()).isGreaterThanOrEqualTo(500);
            assertThat(tcpReport.broken()).isEmpty();
            assertThat(tcpReport.alive()).isEqualTo(50);
            assertThat(webSocketReport.broken()).isEmpty();
            assertThat(webSocketReport.alive()).isEqualTo(20);
        }
        assertThat(edge.processes()).isEqualTo(processes);
    }

    private static void scaleTheApplication(TestNamespace namespace, LoadGenerator load) {
        Map<String, String> labels = Map.of("app", "app");
        namespace.kubectl("scale", "deployment/app", "--replicas=6");
        namespace.rolledOut("app", labels, 6);
        Set<String> six = namespace.pods(labels).stream()
                .map(pod -> pod.getMetadata().getName())
                .collect(Collectors.toCollection(TreeSet::new));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(load.report().pods().keySet()).containsAll(six));
        namespace.kubectl("scale", "deployment/app", "--replicas=3");
        namespace.rolledOut("app", labels, 3);
    }

    /** {@code Programmed} is believed: a request right after it, at each proxy, has to meet the new rule. */
    private static void editARule(Edge edge) {
        Duration slowest = Duration.ZERO;
        for (int edit = 1; edit <= EDITS; edit++) {
            Duration took = edge.patchLoadBalancer("""
                    [{"op": "replace", "path": "/spec/listeners/0/rules/1/match/headers/0/value", "value": "%d"}]
                    """.formatted(edit));
            slowest = took.compareTo(slowest) > 0 ? took : slowest;
            assertThat(edge.answeringApplications(WEB, "X-Edit: " + edit + "\r\n"))
                    .containsExactly("other", "other");
            assertThat(edge.answeringApplications(WEB, "X-Edit: " + (edit - 1) + "\r\n"))
                    .containsExactly("app", "app");
        }
        System.out.println(EDITS + " edits, the slowest was programmed after " + slowest.toMillis() + " ms");
    }

    private static void repointABackend(Edge edge) {
        for (String service : List.of("other", "app")) {
            edge.patchBackend("app", """
                    [{"op": "replace", "path": "/spec/servers/0/service/name", "value": "%s"}]
                    """.formatted(service));
            assertThat(edge.answeringApplications(WEB, "")).containsExactly(service, service);
        }
    }

    private static void addAndRemoveAListener(Edge edge) {
        edge.patchLoadBalancer("""
                [{"op": "add", "path": "/spec/listeners/-",
                  "value": {"name": "extra", "port": 8081, "protocol": "HTTP", "defaultBackend": "other"}}]
                """);
        assertThat(edge.answeringApplications(8081, "")).containsExactly("other", "other");
        InetSocketAddress extra = edge.address(8081);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(Edge.application(extra, "")).isEqualTo("other"));
        edge.patchLoadBalancer("""
                [{"op": "remove", "path": "/spec/listeners/2"}]
                """);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(Edge.application(extra, "")).contains("Connect"));
    }
}
