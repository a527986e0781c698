package io.tenbin.proxy.http;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tenbin.coverage.Covers;
import io.tenbin.proxy.Edge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Weights that change: of a server that starts slowly, and of a single pod. */
class WeightsIT {
    @RegisterExtension
    final NamedServers servers = new NamedServers();

    @Test
    @Covers("Backend.spec.slowStart")
    void a_server_that_appears_beside_others_starts_slowly() throws Exception {
        servers.serve("slowStart: 1h", servers.server("a", ""), servers.server("b", ""));
        assertThat(servers.sortedAnswers(34)).isEqualTo("a".repeat(17) + "b".repeat(17));

        servers.serve("slowStart: 1h", servers.server("a", ""), servers.server("b", ""), servers.server("c", ""));
        assertThat(servers.answers(330).chars().filter(c -> c == 'c').count()).isEqualTo(10);
    }

    @Test
    void the_weight_of_a_server_that_starts_slowly_grows_until_it_is_whole() throws Exception {
        servers.serve("slowStart: 1100ms", servers.server("a", ""));
        servers.serve("slowStart: 1100ms", servers.server("a", ""), servers.server("b", ""));
        assertThat(servers.answers(34).chars().filter(c -> c == 'b').count()).isLessThan(17);
        await().atMost(10, SECONDS)
                .untilAsserted(() -> assertThat(servers.sortedAnswers(20)).isEqualTo("a".repeat(10) + "b".repeat(10)));
    }

    @ParameterizedTest
    @CsvSource({"'state: Drain',bbbb", "'state: Maint',bbbb", "'weight: 3',aaab", "'weight: 0',bbbb"})
    @Covers({
        "Backend.spec.endpointOverrides[].pod",
        "Backend.spec.endpointOverrides[].state",
        "Backend.spec.endpointOverrides[].weight"
    })
    void a_single_pod_can_be_taken_out_or_weighed_otherwise(String override, String reached) throws Exception {
        servers.edge()
                .serve(
                        servers.edge().loadBalancer("defaultBackend: app"),
                        Edge.backend("app", """
                                servers: [{name: a, service: {name: sa, port: 80}}, {name: b, service: {name: sb, port: 80}}]
                                endpointOverrides: [{pod: pod-a, %s}, {pod: pod-x, state: Maint}]
                                """.formatted(override)),
                        pod("a"),
                        pod("b"));
        assertThat(servers.sortedAnswers(4)).isEqualTo(reached);
    }

    private String pod(String name) {
        return """
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: s%s}
                spec: {ports: [{port: 80}]}
                ---
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata: {name: s%s-1, labels: {kubernetes.io/service-name: s%s}}
                addressType: IPv4
                endpoints: [{addresses: [127.0.0.1], targetRef: {name: pod-%s, uid: u%s}}]
                ports: [{port: %d}]
                """.formatted(name, name, name, name, name, servers.named(name).port());
    }
}
