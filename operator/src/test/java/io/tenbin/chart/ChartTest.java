package io.tenbin.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.tenbin.operator.resources.Owner;
import io.tenbin.operator.resources.ProxyAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChartTest {
    private static final Path CHART = Path.of("../helm/tenbin");
    private static final YAMLMapper YAML = new YAMLMapper();

    @TempDir
    private Path directory;

    @Test
    void it_is_free_of_lint() {
        LintResult result = new Helm(CHART).lint().strict().call();
        assertThat(result.isFailed())
                .as(String.join("\n", result.getMessages()))
                .isFalse();
    }

    @Test
    void definitions_are_part_of_it_whole_and_stay_on_uninstall() throws IOException {
        List<JsonNode> definitions = ofKind(template(""), "CustomResourceDefinition");
        assertThat(definitions).hasSize(2);
        for (JsonNode definition : definitions) {
            JsonNode generated = YAML.readTree(CHART.resolve("files/crds")
                    .resolve(definition.at("/metadata/name").asText() + ".yaml")
                    .toFile());
            assertThat(definition.get("spec")).isEqualTo(generated.get("spec"));
            assertThat(definition
                            .at("/metadata/annotations/helm.sh~1resource-policy")
                            .asText())
                    .isEqualTo("keep");
        }
        assertThat(ofKind(template("crds: {install: false}"), "CustomResourceDefinition"))
                .isEmpty();
    }

    @Test
    void no_rule_has_a_star_and_none_deletes() throws IOException {
        for (JsonNode rule : rules(template(""))) {
            assertThat(texts(rule, "verbs")).doesNotContain("*", "delete", "deletecollection", "escalate", "bind");
            assertThat(texts(rule, "resources")).doesNotContain("*");
            assertThat(texts(rule, "apiGroups")).doesNotContain("*");
        }
    }

    @Test
    void secrets_are_never_listed_and_specs_never_written() throws IOException {
        for (JsonNode rule : rules(template(""))) {
            if (texts(rule, "resources").contains("secrets")) {
                assertThat(texts(rule, "verbs")).containsExactlyInAnyOrder("get", "watch", "create", "patch");
            }
            if (texts(rule, "resources").contains("loadbalancers")) {
                assertThat(texts(rule, "verbs")).containsExactlyInAnyOrder("list", "watch");
            }
        }
    }

    /** The API server lets nobody grant what they do not have. */
    @Test
    void the_operator_holds_all_that_it_grants_to_proxies() throws IOException {
        List<JsonNode> held = rules(template(""));
        for (PolicyRule granted :
                ProxyAccess.role(new Owner("shop", "edge", "uid")).getRules()) {
            for (String resource : granted.getResources()) {
                assertThat(held).as(resource).anySatisfy(rule -> {
                    assertThat(texts(rule, "resources")).contains(resource);
                    assertThat(texts(rule, "apiGroups")).containsAll(granted.getApiGroups());
                    assertThat(texts(rule, "verbs")).containsAll(granted.getVerbs());
                });
            }
        }
    }

    @Test
    void for_given_namespaces_there_is_no_cluster_role() throws IOException {
        List<JsonNode> objects = template("watchNamespaces: [team-a, team-b]");
        assertThat(ofKind(objects, "ClusterRole")).isEmpty();
        assertThat(ofKind(objects, "ClusterRoleBinding")).isEmpty();
        assertThat(ofKind(objects, "Role"))
                .extracting(role -> role.at("/metadata/namespace").asText())
                .containsExactlyInAnyOrder("team-a", "team-b", "tenbin-system");
        assertThat(environment(objects)).containsEntry("QUARKUS_OPERATOR_SDK_NAMESPACES", "team-a,team-b");
    }

    @Test
    void the_operator_passes_pod_security_restricted() throws IOException {
        JsonNode pod = deployment(template("")).at("/spec/template/spec");
        assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        assertThat(pod.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
        JsonNode container = pod.at("/containers/0/securityContext");
        assertThat(container.get("allowPrivilegeEscalation").asBoolean(true)).isFalse();
        assertThat(container.get("readOnlyRootFilesystem").asBoolean()).isTrue();
        assertThat(container.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
        assertThat(pod.at("/containers/0").has("livenessProbe")).isTrue();
        assertThat(pod.at("/containers/0").has("readinessProbe")).isTrue();
    }

    @Test
    void the_images_are_of_the_charts_version_unless_said_otherwise() throws IOException {
        String version = YAML.readTree(CHART.resolve("Chart.yaml").toFile())
                .get("appVersion")
                .asText();
        assertThat(Files.readString(Path.of("../pom.xml"))).contains("<version>" + version + "</version>");
        List<JsonNode> objects = template("");
        assertThat(deployment(objects)
                        .at("/spec/template/spec/containers/0/image")
                        .asText())
                .isEqualTo("tenbin.io/tenbin-operator:" + version);
        assertThat(environment(objects)).containsEntry("TENBIN_PROXY_IMAGE", "tenbin.io/tenbin-proxy:" + version);
        assertThat(environment(template("proxyImage: {tag: '2.0'}")))
                .containsEntry("TENBIN_PROXY_IMAGE", "tenbin.io/tenbin-proxy:2.0");
    }

    @Test
    void what_pulls_the_operator_pulls_its_proxies() throws IOException {
        assertThat(environment(template("")))
                .containsEntry("TENBIN_PROXY_IMAGE_PULL_POLICY", "IfNotPresent")
                .doesNotContainKey("TENBIN_PROXY_IMAGE_PULL_SECRETS");
        assertThat(environment(
                        template("{proxyImage: {pullPolicy: Always}, imagePullSecrets: [{name: one}, {name: two}]}")))
                .containsEntry("TENBIN_PROXY_IMAGE_PULL_POLICY", "Always")
                .containsEntry("TENBIN_PROXY_IMAGE_PULL_SECRETS", "one,two");
    }

    @Test
    void the_selector_does_not_change_with_the_version() throws IOException {
        assertThat(deployment(template("")).at("/spec/selector/matchLabels").toString())
                .isEqualTo("{\"app.kubernetes.io/name\":\"tenbin\",\"app.kubernetes.io/instance\":\"tenbin\","
                        + "\"app.kubernetes.io/component\":\"operator\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "replica: 2",
                "replicas: 9",
                "image: {pullPolicy: Sometimes}",
                "proxyImage: {tag: 'a b'}",
                "watchNamespaces: [Not_A_Name]",
                "logLevel: LOUD"
            })
    void values_that_mean_nothing_are_refused(String values) {
        assertThatThrownBy(() -> template(values)).hasMessageContaining("specifications of the schema");
    }

    private List<JsonNode> template(String values) throws IOException {
        Path file = Files.writeString(directory.resolve("values.yaml"), values);
        TemplateCommand command = new Helm(CHART)
                .template()
                .withName("tenbin")
                .withNamespace("tenbin-system")
                .withKubeVersion("1.34.0")
                .withValuesFile(file);
        try (MappingIterator<JsonNode> documents =
                YAML.readerFor(JsonNode.class).readValues(command.call())) {
            List<JsonNode> objects = new ArrayList<>();
            documents.forEachRemaining(objects::add);
            objects.removeIf(object -> !object.isObject());
            return objects;
        }
    }

    private static List<JsonNode> ofKind(List<JsonNode> objects, String kind) {
        return objects.stream()
                .filter(object -> object.path("kind").asText().equals(kind))
                .toList();
    }

    private static List<JsonNode> rules(List<JsonNode> objects) {
        return Stream.concat(ofKind(objects, "ClusterRole").stream(), ofKind(objects, "Role").stream())
                .flatMap(role -> role.get("rules").valueStream())
                .toList();
    }

    private static JsonNode deployment(List<JsonNode> objects) {
        return ofKind(objects, "Deployment").getFirst();
    }

    private static Map<String, String> environment(List<JsonNode> objects) {
        return deployment(objects)
                .at("/spec/template/spec/containers/0/env")
                .valueStream()
                .collect(Collectors.toMap(
                        variable -> variable.get("name").asText(),
                        variable -> variable.path("value").asText()));
    }

    private static Set<String> texts(JsonNode rule, String field) {
        return rule.path(field).valueStream().map(JsonNode::asText).collect(Collectors.toCollection(TreeSet::new));
    }
}
