package io.tenbin.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.tenbin.coverage.Covers;
import io.tenbin.e2e.cluster.Cluster;
import io.tenbin.e2e.cluster.InCluster;
import io.tenbin.e2e.cluster.Installation;
import io.tenbin.e2e.cluster.TestNamespace;
import io.tenbin.e2e.load.HttpConnection;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Limits that all proxies of a LoadBalancer have together. */
@InCluster
@Order(5)
class SharedLimitsE2E {
    private static final int WEB = 10_080;
    private static final Duration SOON = Duration.ofMinutes(1);
    private static final Duration REFUSAL = Duration.ofSeconds(1);
    private static final String REQUEST = "GET /probe HTTP/1.1\r\nHost: " + Edge.HOST + "\r\n\r\n";

    private final List<HttpConnection> connections = new ArrayList<>();

    @Test
    @Covers("LoadBalancer.spec.proxy.maxConnectionsScope")
    void each_proxy_takes_its_share_which_follows_their_number_without_a_restart(
            Installation installation, Cluster cluster, TestNamespace namespace) throws Exception {
        Edge edge = Edge.quickStart(cluster, namespace);
        List<String> processes = edge.processes();
        edge.patchLoadBalancer("""
                [{"op": "add", "path": "/spec/timeouts", "value": {"httpKeepAlive": "10m", "client": "10m"}},
                 {"op": "add", "path": "/spec/proxy", "value": {"maxConnections": 4, "maxConnectionsScope": "Total"}}]
                """);
        try {
            for (Pod proxy : edge.proxies()) {
                awaitAnswered(proxy);
                awaitAnswered(proxy);
                assertWaits(proxy);
            }
            assertThat(edge.processes()).isEqualTo(processes);

            namespace.kubectl("scale", "tlb/edge", "--replicas=1");
            await().atMost(SOON).until(() -> edge.proxies().size() == 1);
            Pod left = edge.proxies().getFirst();
            awaitAnswered(left);
            awaitAnswered(left);
            assertWaits(left);
            assertThat(processes).containsAll(edge.processes());
        } finally {
            for (HttpConnection connection : connections) {
                connection.close();
            }
        }
    }

    /** A connection that is kept; earlier tries that came too soon leave the queue. */
    private void awaitAnswered(Pod proxy) {
        await().atMost(SOON).ignoreExceptions().until(() -> {
            HttpConnection connection = HttpConnection.open(address(proxy), REFUSAL);
            try {
                boolean answered = connection.send(REQUEST).status() == 200;
                connections.add(connection);
                return answered;
            } catch (IOException e) {
                connection.close();
                throw e;
            }
        });
    }

    private static void assertWaits(Pod proxy) throws IOException {
        try (HttpConnection connection = HttpConnection.open(address(proxy), REFUSAL)) {
            assertThatThrownBy(() -> connection.send(REQUEST)).isInstanceOf(IOException.class);
        }
    }

    private static InetSocketAddress address(Pod proxy) {
        return new InetSocketAddress(proxy.getStatus().getPodIP(), WEB);
    }
}
