package io.tenbin.translate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Each directory under {@code src/test/resources/translator} is a case: {@code in-*.yaml} in the order of their names give
 * {@code out-*.yaml}, each with the configuration that the one before gave in force. The outputs are the specification of the
 * translation. To write them anew, and then read the difference:
 *
 * <pre>./mvnw -q -pl crds test -Dtest=TranslatorGoldenTest -Dtenbin.golden.write=true</pre>
 */
class TranslatorGoldenTest {
    private static final Path CASES = Path.of("src", "test", "resources", "translator");

    @TestFactory
    Stream<DynamicTest> cases() throws IOException {
        return list(CASES).stream()
                .map(directory -> DynamicTest.dynamicTest(
                        directory.getFileName().toString(), directory.toUri(), () -> check(directory)));
    }

    @Test
    void every_reason_of_the_translator_has_a_case() throws IOException {
        StringBuilder outputs = new StringBuilder();
        for (Path directory : list(CASES)) {
            for (Path file : list(directory)) {
                outputs.append(file.getFileName().toString().startsWith("out-") ? Files.readString(file) : "");
            }
        }

        assertThat(List.of(
                        Reason.ACCEPTED,
                        Reason.INVALID,
                        Reason.PORT_CONFLICT,
                        Reason.NOT_ALLOWED,
                        Reason.RESOLVED_REFS,
                        Reason.BACKEND_NOT_FOUND,
                        Reason.BACKEND_NOT_ACCEPTED,
                        Reason.MODE_MISMATCH,
                        Reason.REF_NOT_PERMITTED,
                        Reason.SERVICE_NOT_FOUND,
                        Reason.PORT_NOT_FOUND,
                        Reason.EXTERNAL_NAME_REFUSED))
                .allMatch(reason -> outputs.indexOf("reason: " + reason.word() + "\n") >= 0);
    }

    private static void check(Path directory) throws IOException {
        GoldenCase golden = new GoldenCase();
        for (Path input : list(directory)) {
            String name = input.getFileName().toString();
            if (name.startsWith("in-")) {
                Path output = directory.resolve("out-" + name.substring("in-".length()));
                String result = golden.step(Files.readString(input));
                if (Boolean.getBoolean("tenbin.golden.write")) {
                    Files.writeString(output, result);
                }
                assertThat(output).exists().content().isEqualTo(result);
            }
        }
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }
}
