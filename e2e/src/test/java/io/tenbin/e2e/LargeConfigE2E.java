package io.tenbin.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tenbin.e2e.cluster.Cluster;
import io.tenbin.e2e.cluster.InCluster;
import io.tenbin.e2e.cluster.Installation;
import io.tenbin.e2e.cluster.TestNamespace;
import io.tenbin.e2e.load.HttpConnection;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** As many rules as the schema allows: more text than a ConfigMap takes, so that it is compressed. */
@InCluster(namespace = Edge.QUICK_START)
@Order(5)
class LargeConfigE2E {

    private static final int RULES = 10_000;
    private static final int WEB = 10_080; // the proxy's own port for port 80
    private static final Map<String, String> PROXIES = Map.of("tenbin.io/loadbalancer", "large");

    @Test
    void ten_thousand_rules_come_into_force(Installation installation, Cluster cluster, TestNamespace namespace)
            throws IOException {
        Edge.quickStart(cluster, namespace);
        // Created and not applied: kubectl apply would keep the whole text once more, in an annotation.
        cluster.run("kubectl", large(), "create", "-f", "-", "--namespace", namespace.name())
                .output();
        namespace.waitFor("Programmed", "loadbalancer/large");

        assertThat(namespace.kubectl("get", "configmap", "tenbin-large", "-o", "jsonpath={.data}"))
                .isEmpty();
        assertThat(namespace.kubectl("get", "configmap", "tenbin-large", "-o", "jsonpath={.binaryData}"))
                .startsWith("{\"config.json.gz\":");
        assertThat(status(namespace, RULES - 1)).isEqualTo(200);
        assertThat(status(namespace, RULES)).isEqualTo(503);

        namespace.kubectl(
                "patch",
                "tlb/large",
                "--type=json",
                "--patch=[{\"op\": \"replace\", \"path\": \"/spec/listeners/0/rules/9999/match/paths/0/value\","
                        + " \"value\": \"/" + RULES + "\"}]");
        namespace.kubectl("wait", "tlb/large", "--for=jsonpath={.status.programmedGeneration}=2", "--timeout=60s");
        assertThat(status(namespace, RULES)).isEqualTo(200);
        assertThat(status(namespace, RULES - 1)).isEqualTo(503);
        namespace.kubectl("delete", "tlb", "large");
    }

    private static String large() {
        ObjectNode object = new ObjectMapper()
                .createObjectNode()
                .put("apiVersion", "tenbin.io/v1alpha1")
                .put("kind", "LoadBalancer");
        object.putObject("metadata").put("name", "large");
        ObjectNode spec = object.putObject("spec").put("replicas", 1);
        ObjectNode listener = spec.putArray("listeners")
                .addObject()
                .put("name", "web")
                .put("port", 80)
                .put("protocol", "HTTP");
        ArrayNode rules = listener.putArray("rules");
        for (int i = 0; i < RULES; i++) {
            ObjectNode rule = rules.addObject().put("backend", "app");
            rule.putObject("match")
                    .putArray("paths")
                    .addObject()
                    .put("type", "Exact")
                    .put("value", "/" + i);
        }
        return object.toString();
    }

    /** Asks the proxy itself, past the Service. */
    private static int status(TestNamespace namespace, int path) throws IOException {
        String ip = namespace.pods(PROXIES).getFirst().getStatus().getPodIP();
        try (HttpConnection connection = HttpConnection.open(new InetSocketAddress(ip, WEB), Duration.ofSeconds(10))) {
            return connection
                    .send("GET /" + path + " HTTP/1.1\r\nHost: large.test\r\nConnection: close\r\n\r\n")
                    .status();
        }
    }
}
