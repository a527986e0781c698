package io.tenbin.e2e;

import static io.tenbin.e2e.MalformedObjects.TOO_MANY_RULES;
import static io.tenbin.e2e.MalformedObjects.YAML;
import static io.tenbin.e2e.MalformedObjects.object;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tenbin.e2e.cluster.Command;
import io.tenbin.e2e.cluster.InCluster;
import io.tenbin.e2e.cluster.Installation;
import io.tenbin.e2e.cluster.TestNamespace;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** What the API server itself refuses, and how it says so. */
@InCluster
@Order(2)
class AdmissionE2E {

    @Test
    void malformed_objects_are_refused_in_words_that_name_the_rule(Installation installation, TestNamespace namespace)
            throws IOException {
        List<JsonNode> cases = MalformedObjects.cases();
        StringBuilder manifests = new StringBuilder();
        for (int i = 0; i < cases.size(); i++) {
            manifests.append(YAML.writeValueAsString(object(cases.get(i), "malformed-" + i)));
        }

        Command.Result result = namespace.tryApply(manifests.toString());

        assertThat(result.code()).isNotZero();
        assertThat(result.out()).isEmpty();
        assertThat(cases)
                .allSatisfy(each ->
                        assertThat(result.err()).contains(each.path("expect").asText()));
    }

    @Test
    void rules_are_counted_over_all_listeners(Installation installation, TestNamespace namespace) throws IOException {
        ObjectNode spec = YAML.createObjectNode();
        ArrayNode listeners = spec.putArray("listeners");
        for (int port = 80; port <= 81; port++) {
            ObjectNode listener = listeners
                    .addObject()
                    .put("name", "web-" + port)
                    .put("port", port)
                    .put("protocol", "HTTP");
            ArrayNode rules = listener.putArray("rules");
            for (int i = 0; i <= 5_000; i++) {
                rules.addObject().put("backend", "a");
            }
        }
        ObjectNode wanted = YAML.createObjectNode().put("kind", "LoadBalancer");
        wanted.set("spec", spec);

        Command.Result result = namespace.tryApply(YAML.writeValueAsString(object(wanted, "many")));

        assertThat(result.code()).isNotZero();
        assertThat(result.err()).contains(TOO_MANY_RULES);
    }
}
