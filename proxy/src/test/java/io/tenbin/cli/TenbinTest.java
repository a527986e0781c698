package io.tenbin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What the command line says and which code it ends with. */
class TenbinTest {
    private static final String LOAD_BALANCER = """
            apiVersion: tenbin.io/v1alpha1
            kind: LoadBalancer
            metadata: {name: edge}
            spec:
              listeners:
              - {name: web, port: 8080, protocol: HTTP, defaultBackend: app}
            """;
    private static final String BACKEND = """
            ---
            apiVersion: tenbin.io/v1alpha1
            kind: Backend
            metadata: {name: app}
            spec: {servers: [{name: s, address: 192.0.2.1, port: 80}]}
            """;

    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void good_objects_are_0_with_a_count() throws IOException {
        Files.writeString(directory.resolve("a.yaml"), LOAD_BALANCER + BACKEND);

        assertThat(run("check", directory.toString())).isZero();
        assertThat(out).hasToString(directory + ": 2 objects, 0 errors, 0 warnings\n");
    }

    @Test
    void an_error_is_1_and_names_file_line_object_field_value_and_what_is_allowed() throws IOException {
        Path file = directory.resolve("a.yaml");
        Files.writeString(file, LOAD_BALANCER.replace("8080", "80800") + BACKEND);

        assertThat(run("check", file.toString())).isEqualTo(1);
        assertThat(out.toString().lines())
                .containsExactly(
                        file + ":6: LoadBalancer default/edge: spec.listeners[0].port: 80800 is out of bounds; allowed "
                                + "are 1 to 65535",
                        file + ": 1 object, 1 error, 0 warnings");
    }

    @Test
    void a_reference_to_what_is_not_in_the_files_is_a_warning_and_an_error_if_wanted() throws IOException {
        Path file = directory.resolve("a.yaml");
        Files.writeString(file, LOAD_BALANCER);

        assertThat(run("check", file.toString())).isZero();
        assertThat(out.toString())
                .contains(file + ":6: warning: LoadBalancer default/edge: spec.listeners[0].defaultBackend: ")
                .endsWith(": 1 object, 0 errors, 1 warning\n");
        assertThat(run("check", "--strict", file.toString())).isEqualTo(1);
    }

    @Test
    void servers_on_this_machine_are_for_standalone_only() throws IOException {
        Path file = directory.resolve("a.yaml");
        Files.writeString(file, LOAD_BALANCER + BACKEND.replace("192.0.2.1", "127.0.0.1"));

        assertThat(run("check", file.toString())).isEqualTo(1);
        assertThat(out.toString()).contains(":11: Backend default/app: spec.servers[0].address: \"127.0.0.1\" ");
        assertThat(run("check", "--standalone", file.toString())).isZero();
    }

    @Test
    void several_places_are_judged_together() throws IOException {
        Path first = Files.writeString(directory.resolve("a.yaml"), LOAD_BALANCER);
        Path below = Files.createDirectory(directory.resolve("below"));
        Files.writeString(below.resolve("b.yaml"), BACKEND);

        assertThat(run("check", "--strict", first.toString(), below.toString())).isZero();
        assertThat(out).hasToString(first + " " + below + ": 2 objects, 0 errors, 0 warnings\n");

        assertThat(run("check", first.toString(), directory.toString())).isEqualTo(1);
        assertThat(out.toString()).contains("metadata.name: stands in a.yaml:3 already; that one counts");
    }

    @Test
    void standard_input_is_a_place_too() {
        InputStream before = System.in;
        try {
            System.setIn(new ByteArrayInputStream(
                    (LOAD_BALANCER + BACKEND.replace("port: 80", "port: 0")).getBytes(StandardCharsets.UTF_8)));
            assertThat(run("check", "-")).isEqualTo(1);
        } finally {
            System.setIn(before);
        }
        assertThat(out.toString())
                .contains("-:11: Backend default/app: spec.servers[0].port: 0 is out of bounds")
                .endsWith("-: 1 object, 1 error, 1 warning\n");
    }

    @Test
    void a_directory_without_objects_is_an_error_that_says_where_some_are() throws IOException {
        Path below = Files.createDirectory(directory.resolve("edge"));
        Files.createDirectory(directory.resolve("empty"));
        Files.writeString(below.resolve("a.yaml"), LOAD_BALANCER + BACKEND);

        assertThat(run("check", directory.toString())).isEqualTo(1);
        assertThat(out.toString().lines())
                .containsExactly(
                        directory
                                + ": there is no LoadBalancer, Backend, Service or EndpointSlice in the files *.yaml, "
                                + "*.yml and *.json of this directory; subdirectories are not read, name them: "
                                + below,
                        directory + ": 0 objects, 1 error, 0 warnings");
    }

    static Stream<Arguments> unquoted() {
        return Stream.of(
                Arguments.of(
                        "timeouts: {connect: 3000}", "3000 is not a string; a duration has a unit: write 3s or 3000ms"),
                Arguments.of("timeouts: {connect: 5}", "5 is not a string; a duration has a unit: write 5s or 5ms"),
                Arguments.of(
                        "healthCheck: {type: HTTP, http: {expectStatus: 200}}",
                        "200 is not a string; quote it: write \"200\""),
                Arguments.of(
                        "fallback: {backend: {a: b}}",
                        "an object is not a string; quote the text if it begins with {, which YAML takes for an object"));
    }

    @ParameterizedTest
    @MethodSource("unquoted")
    void what_yaml_takes_for_something_else_is_said_with_what_to_write(String field, String words) throws IOException {
        Path file = directory.resolve("a.yaml");
        Files.writeString(file, BACKEND.replace("spec: {", "spec: {" + field + ", "));

        assertThat(run("check", file.toString())).isEqualTo(1);
        assertThat(out.toString()).contains(words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"check", "run", "demo"})
    void each_command_explains_itself(String command) {
        assertThat(run(command, "--help")).isZero();
        assertThat(out.toString()).contains("Usage: tenbin " + command).doesNotContain("Missing");
    }

    @Test
    void every_example_is_accepted() throws IOException {
        try (Stream<Path> examples = Files.list(Path.of("../examples"))) {
            List<Path> directories = examples.filter(Files::isDirectory).toList();
            assertThat(directories).isNotEmpty();
            for (Path example : directories) {
                boolean standalone = example.endsWith("standalone");
                String[] arguments = standalone
                        ? new String[] {"check", "--standalone", example.toString()}
                        : new String[] {"check", example.toString()};
                assertThat(run(arguments)).as(example + "\n" + out).isZero();
            }
        }
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                Arguments.of(2, "Which command?", List.of()),
                Arguments.of(2, "Unmatched argument at index 0: 'serve'", List.of("serve")),
                Arguments.of(2, "Unknown option: '--nope'", List.of("check", "--nope", ".")),
                Arguments.of(2, "Missing required parameter: 'FILE|DIR'", List.of("check")),
                Arguments.of(2, "Missing required parameter: 'DIR'", List.of("run")),
                Arguments.of(2, "--threads: 0 must be from 1 to 1024", List.of("run", "--threads", "0", ".")),
                Arguments.of(2, "'many' is not an int", List.of("run", "--threads", "many", ".")),
                Arguments.of(2, "\"nowhere\" is not an address", List.of("run", "--admin", "nowhere", ".")),
                Arguments.of(
                        2,
                        "\"1:70000\" is not an address",
                        List.of("demo", "--admin", "1:70000", "--dir", "target/no")),
                Arguments.of(2, "expected one of", List.of("run", "--transport", "Pigeon", ".")),
                Arguments.of(1, "tenbin check: /no/such: no such file or directory", List.of("check", "/no/such")));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void what_is_wrong_is_said_on_standard_error(int code, String words, List<String> arguments) {
        assertThat(run(arguments.toArray(String[]::new))).isEqualTo(code);
        assertThat(err.toString()).contains(words);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void the_version_is_told_and_with_it_what_this_machine_can_do() {
        assertThat(run("version")).isZero();
        assertThat(out.toString()).matches("tenbin \\d+\\.\\d+\\.\\d+\\S*\n");

        assertThat(run("version", "-v")).isZero();
        assertThat(out.toString()).contains("netty  4.2.").contains("transport nio works");
    }

    @Test
    void help_lists_each_command_and_tells_of_each() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("demo", "run", "check", "version", "Exit codes: 0");
        for (String command : List.of("demo", "run", "check", "version")) {
            assertThat(run("help", command)).isZero();
            assertThat(out.toString()).contains("Usage: tenbin " + command);
            assertThat(out.toString().lines()).allMatch(line -> line.length() <= 80);
        }
    }

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        CommandLine commandLine = Tenbin.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments);
    }
}
