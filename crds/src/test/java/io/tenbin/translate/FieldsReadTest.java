package io.tenbin.translate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tenbin.coverage.SchemaFields;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * No field is accepted and then ignored: for each, some case of {@link TranslatorGoldenTest} sets it, and comes to another
 * configuration without it. What a proxy makes of the configuration, {@link io.tenbin.coverage.FieldCoverageTest} asks.
 */
class FieldsReadTest {
    /** What the operator reads itself. Proxies are not told. */
    private static final List<String> OF_THE_OPERATOR = List.of(
            "LoadBalancer.spec.replicas",
            "LoadBalancer.spec.service.",
            "LoadBalancer.spec.proxy.eventLoopThreads",
            "LoadBalancer.spec.proxy.nodeSelector",
            "LoadBalancer.spec.proxy.resources.",
            "LoadBalancer.spec.proxy.tolerations[].",
            "LoadBalancer.spec.proxy.transport");

    @Test
    void each_field_that_a_case_takes_away_changes_the_configuration() throws IOException {
        Set<String> unread = new TreeSet<>();
        SchemaFields.leaves().forEach((path, required) -> {
            if (!required && OF_THE_OPERATOR.stream().noneMatch(path::startsWith)) {
                unread.add(path);
            }
        });

        for (Path input : inputs()) {
            unread.removeAll(read(documents(input), unread));
        }

        assertThat(unread)
                .as(
                        "Fields that change the configuration in no case under src/test/resources/translator. Add a case that sets "
                                + "them, see TranslatorGoldenTest; or if the operator alone acts on them, list them here")
                .isEmpty();
    }

    private static Set<String> read(List<ObjectNode> documents, Set<String> candidates) {
        Set<String> read = new TreeSet<>();
        String whole = configuration(documents);
        for (ObjectNode document : documents) {
            String kind = document.path("kind").asText();
            if (document.get("spec") instanceof ObjectNode spec) {
                walk(kind + ".spec", spec, (path, parent) -> {
                    if (candidates.contains(path) && !read.contains(path)) {
                        String field = path.substring(path.lastIndexOf('.') + 1);
                        JsonNode value = parent.remove(field);
                        if (!configuration(documents).equals(whole)) {
                            read.add(path);
                        }
                        parent.set(field, value);
                    }
                });
            }
        }
        return read;
    }

    private static void walk(String path, ObjectNode object, BiConsumer<String, ObjectNode> field) {
        for (Map.Entry<String, JsonNode> entry : List.copyOf(object.properties())) {
            String at = path + "." + entry.getKey();
            field.accept(at, object);
            switch (entry.getValue()) {
                case ObjectNode part -> walk(at, part, field);
                default ->
                    entry.getValue().forEach(element -> {
                        if (element instanceof ObjectNode part) {
                            walk(at + "[]", part, field);
                        }
                    });
            }
        }
    }

    private static String configuration(List<ObjectNode> documents) {
        StringBuilder text = new StringBuilder();
        documents.forEach(document -> text.append("---\n").append(document).append('\n'));
        try {
            return new GoldenCase().step(text.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<ObjectNode> documents(Path input) throws IOException {
        List<ObjectNode> documents = new ArrayList<>();
        try (MappingIterator<ObjectNode> values =
                GoldenCase.YAML.readerFor(ObjectNode.class).readValues(input.toFile())) {
            values.forEachRemaining(documents::add);
        }
        return documents;
    }

    private static List<Path> inputs() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src", "test", "resources", "translator"))) {
            return files.filter(file -> file.getFileName().toString().startsWith("in-"))
                    .sorted()
                    .toList();
        }
    }
}
