package io.tenbin.proxy.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ObjectFileTest {
    private static final Path FILE = Path.of("f.yaml");
    private static final String HEAD = "apiVersion: tenbin.io/v1alpha1\nkind: Backend\nmetadata: {name: b}\n";

    static Stream<Arguments> wrong() {
        return Stream.of(
                Arguments.of("key: [", "f.yaml:1: not valid YAML: "),
                Arguments.of("a: 1\n\tb: 2", "f.yaml:2: not valid YAML: "),
                Arguments.of("a: 1\na: 2", "f.yaml:2: not valid YAML: found duplicate key a"),
                Arguments.of("just words", "f.yaml:1: not a Kubernetes object: apiVersion and kind are required"),
                Arguments.of("---\n---\n- a\n", "f.yaml:3: not a Kubernetes object"),
                Arguments.of(
                        "apiVersion: tenbin.io/v1\nkind: Backend\nmetadata: {name: b}",
                        "f.yaml:2: kind: tenbin.io/v1 Backend does not exist; there are LoadBalancer and Backend in "
                                + "tenbin.io/v1alpha1"),
                Arguments.of(HEAD.replace("name: b", "labels: {}"), "f.yaml:3: Backend: metadata.name: is required"),
                Arguments.of(
                        HEAD + "spec:\n  servers:\n  - name: s\n    address: 192.0.2.1\n    port: 0\n",
                        "f.yaml:8: Backend default/b: spec.servers[0].port: 0 is out of bounds; allowed are 1 to 65535"),
                Arguments.of(
                        HEAD + "spec:\n  servers: []\n  retires: {}\n",
                        "f.yaml:6: Backend default/b: spec.retires: is not a field; did you mean "),
                Arguments.of(
                        HEAD.replace("name: b", "name: b, namespace: ns") + "spec: {servers: x}",
                        "f.yaml:4: Backend ns/b: spec.servers: the string \"x\" is not a list"));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void a_complaint_names_file_line_object_and_field(String text, String words) {
        assertThat(complaints(text)).anyMatch(line -> line.startsWith(words), words);
    }

    @Test
    void all_documents_lists_and_json_are_read_and_other_kinds_are_passed_over() {
        String server = "spec: {servers: [{name: s, address: 192.0.2.1, port: 80}]}\n";
        String text = HEAD + server + "---\n# nothing but a remark\n---\n"
                + "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\n---\n"
                + "apiVersion: v1\nkind: List\nitems:\n"
                + "- {\"apiVersion\": \"v1\", \"kind\": \"Service\", \"metadata\": {\"name\": \"s\"}}\n"
                + "- apiVersion: tenbin.io/v1alpha1\n  kind: Backend\n  metadata: {name: c}\n  spec: {servers: [{}]}\n";

        ObjectFile read = ObjectFile.parse(FILE, text);

        assertThat(read.objects().stream().map(object -> object.identity().toString()))
                .containsExactly("Backend default/b", "Service default/s");
        assertThat(read.broken()).extracting(Object::toString).containsExactly("Backend default/c");
        assertThat(read.complaints()).allSatisfy(complaint -> {
            assertThat(complaint.line()).isEqualTo(19);
            assertThat(complaint.object()).isEqualTo("Backend default/c");
            assertThat(complaint.message()).startsWith("spec.servers[0].");
        });
    }

    @Test
    void words_that_yaml_would_take_for_something_else_are_what_they_look_like() {
        // 1:30 is 90 in YAML 1.1, and a date is a date.
        assertThat(complaints(HEAD + "spec: {servers: [{name: s, address: 1:30, port: 80}]}"))
                .noneMatch(line -> line.contains("90"));
        assertThat(complaints(HEAD + "spec: {servers: [{name: 2020-01-01, address: 192.0.2.1, port: 80}]}"))
                .isEmpty();
    }

    @Test
    void aliases_are_resolved_and_cannot_be_made_to_exhaust_the_reader() {
        assertThat(complaints(HEAD + "spec:\n  servers:\n  - &s {name: s, address: 192.0.2.1, port: 80}\n"
                        + "  - {<<: *s, name: t}\n"))
                .isEmpty();
        assertThat(complaints("a: &a [*a, *a]")).singleElement().asString().startsWith("f.yaml: not valid YAML: ");
        StringBuilder laughs = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            laughs.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(9) + "*a" + (i - 1)));
        }
        assertThat(complaints(laughs.toString())).singleElement().asString().contains("not valid YAML: ");
    }

    @Test
    void what_is_no_text_is_said_to_be_none(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("b.yaml");
        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});

        ObjectFile read = ObjectFile.read(file);

        assertThat(read.readable()).isFalse();
        assertThat(read.complaints()).singleElement().hasToString(file + ": not text in UTF-8");
    }

    private static List<String> complaints(String text) {
        return ObjectFile.parse(FILE, text).complaints().stream()
                .map(Complaint::toString)
                .toList();
    }
}
