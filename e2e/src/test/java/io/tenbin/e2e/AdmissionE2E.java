package io.tenbin.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.tenbin.e2e.cluster.Cluster;
import io.tenbin.e2e.cluster.Command;
import io.tenbin.e2e.cluster.InCluster;
import io.tenbin.e2e.cluster.Installation;
import io.tenbin.e2e.cluster.TestNamespace;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** What the API server itself refuses, and how it says so. */
@InCluster
@Order(2)
class AdmissionE2E {

    private static final ObjectMapper YAML = new YAMLMapper();
    private static final String TOO_MANY_RULES = "at most 10000 rules are allowed in all listeners together";

    @Test
    void malformed_objects_are_refused_in_words_that_name_the_rule(Installation installation, TestNamespace namespace)
            throws IOException {
        List<JsonNode> cases = cases();
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

    @Test
    void every_rule_of_the_schema_is_among_them(Cluster cluster) throws IOException {
        Set<String> messages = new TreeSet<>();
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(cluster.root().resolve("helm/tenbin/files/crds"))) {
            for (Path file : files) {
                for (JsonNode rules : YAML.readTree(file.toFile()).findValues("x-kubernetes-validations")) {
                    rules.forEach(rule -> messages.add(rule.path("message").asText()));
                }
            }
        }
        List<String> expected = new ArrayList<>(List.of(TOO_MANY_RULES));
        cases().forEach(each -> expected.add(each.path("expect").asText()));

        assertThat(messages)
                .isNotEmpty()
                .allSatisfy(message -> assertThat(expected)
                        .anySatisfy(tested -> assertThat(message).contains(tested)));
    }

    private static JsonNode object(JsonNode wanted, String name) {
        ObjectNode object = YAML.createObjectNode()
                .put("apiVersion", "tenbin.io/v1alpha1")
                .put("kind", wanted.path("kind").asText());
        object.putObject("metadata").put("name", wanted.path("name").asText(name));
        object.set("spec", wanted.path("spec"));
        return object;
    }

    private static List<JsonNode> cases() throws IOException {
        List<JsonNode> cases = new ArrayList<>();
        try (InputStream in = AdmissionE2E.class.getResourceAsStream("/malformed.yaml")) {
            YAML.readTree(in).forEach(cases::add);
        }
        return cases;
    }
}
