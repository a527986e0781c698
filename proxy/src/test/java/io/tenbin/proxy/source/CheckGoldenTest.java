package io.tenbin.proxy.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.tenbin.schema.SchemaValidator;
import io.tenbin.translate.GoldenCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** {@code tenbin check} says of the translator's own cases, word for word, what the operator says. */
class CheckGoldenTest {
    private static final Path CASES = Path.of("../crds/src/test/resources/translator");
    private static final String STANDALONE = "kind: Standalone";
    private static final YAMLMapper YAML = new YAMLMapper();

    @TempDir
    Path temporary;

    @TestFactory
    Stream<DynamicTest> cases() throws IOException {
        try (Stream<Path> directories = Files.list(CASES)) {
            return directories.sorted().toList().stream()
                    .map(directory -> DynamicTest.dynamicTest(
                            directory.getFileName().toString(), directory.toUri(), () -> compare(directory)));
        }
    }

    private void compare(Path directory) throws IOException {
        String input = GoldenCertificates.fill(Files.readString(directory.resolve("in-1.yaml")));
        boolean standalone = input.contains(STANDALONE);
        Path file = temporary.resolve(directory.getFileName() + ".yaml");
        Files.writeString(file, input.replaceAll("(?m)^" + STANDALONE + "\\R", ""));
        Set<String> outsideSchema = outsideSchema(file);

        FileCheck.Result result = FileCheck.of(file, standalone);

        Set<String> said = result.complaints().stream()
                .map(complaint -> complaint.object() + ": " + complaint.message())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(result.complaints()).allSatisfy(complaint -> {
            assertThat(complaint.file()).isEqualTo(file);
            assertThat(complaint.line()).isPositive();
        });
        // The API server refuses what the schema does not allow: the operator never sees it, and its words are others.
        for (String object : outsideSchema) {
            assertThat(said).anyMatch(line -> line.startsWith(object + ": "));
        }
        if (outsideSchema.isEmpty()) {
            Set<String> golden = new TreeSet<>();
            JsonNode output = YAML.readTree(directory.resolve("out-1.yaml").toFile());
            output.properties().forEach(entry -> collect(entry.getKey(), entry.getValue(), golden));
            assertThat(said).containsAll(golden);
            // Beyond that only of Backends that no LoadBalancer refers to, which the case does not show.
            said.removeAll(golden);
            Set<String> shown = shown(output);
            assertThat(said).noneMatch(line -> shown.contains(line.substring(0, line.indexOf(": "))));
        }
    }

    private static void collect(String object, JsonNode node, Set<String> golden) {
        for (String verdict : new String[] {"Accepted", "ResolvedRefs"}) {
            node.path(verdict)
                    .path("problems")
                    .forEach(problem ->
                            golden.add(object + ": " + problem.path("path").asText() + ": "
                                    + problem.path("message").asText()));
        }
        node.properties().forEach(entry -> {
            if (entry.getKey().startsWith("Backend ")) {
                collect(entry.getKey(), entry.getValue(), golden);
            }
        });
    }

    private static Set<String> shown(JsonNode output) {
        Set<String> shown = new TreeSet<>();
        output.properties().forEach(entry -> {
            shown.add(entry.getKey());
            entry.getValue().properties().forEach(inner -> shown.add(inner.getKey()));
        });
        return shown;
    }

    /** Objects that the schema refuses. */
    private static Set<String> outsideSchema(Path file) throws IOException {
        Set<String> refused = new TreeSet<>();
        try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(file.toFile())) {
            while (documents.hasNext()) {
                JsonNode document = documents.next();
                String kind = document.path("kind").asText();
                SchemaValidator.of(document.path("apiVersion").asText(), kind).ifPresent(schema -> {
                    if (!schema.validate(document).isEmpty()) {
                        JsonNode metadata = document.path("metadata");
                        refused.add(kind + " " + metadata.path("namespace").asText("default") + "/"
                                + metadata.path("name").asText());
                    }
                });
            }
        }
        return refused;
    }
}
