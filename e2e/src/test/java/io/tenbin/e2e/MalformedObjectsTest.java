package io.tenbin.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Whether {@link AdmissionE2E} sees every rule of the schema at work. */
class MalformedObjectsTest {

    @Test
    void every_rule_of_the_schema_has_a_case() throws IOException {
        Set<String> messages = new TreeSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of("../helm/tenbin/files/crds"))) {
            for (Path file : files) {
                for (JsonNode rules :
                        MalformedObjects.YAML.readTree(file.toFile()).findValues("x-kubernetes-validations")) {
                    rules.forEach(rule -> messages.add(rule.path("message").asText()));
                }
            }
        }
        List<String> expected = new ArrayList<>(List.of(MalformedObjects.TOO_MANY_RULES));
        MalformedObjects.cases()
                .forEach(each -> expected.add(each.path("expect").asText()));

        assertThat(messages)
                .as("messages of rules (CEL), each of which needs a case in malformed.yaml")
                .isNotEmpty()
                .allSatisfy(message -> assertThat(expected)
                        .anySatisfy(tested -> assertThat(message).contains(tested)));
    }
}
