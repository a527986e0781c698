package io.tenbin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** The program in a process of its own. */
final class TenbinProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final List<String> out = new CopyOnWriteArrayList<>();
    private final List<String> words = new CopyOnWriteArrayList<>();

    private TenbinProcess(Process process) {
        this.process = process;
        // Reading a pipe holds on to its thread.
        Thread.ofPlatform().daemon().start(() -> read(process.getInputStream(), out));
        Thread.ofPlatform().daemon().start(() -> read(process.getErrorStream(), words));
    }

    static TenbinProcess start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dio.netty.noUnsafe=false",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "io.tenbin.cli.Tenbin"));
        command.addAll(List.of(arguments));
        return new TenbinProcess(new ProcessBuilder(command).start());
    }

    /** What is said to humans. */
    List<String> words() {
        return words;
    }

    /** Standard output: the access log. */
    List<String> out() {
        return out;
    }

    /** Waits for a line that has this in it, and gives its first group, or all of the match. */
    String await(String regex) {
        Pattern pattern = Pattern.compile(regex);
        Awaitility.await().atMost(PATIENCE).until(() -> {
            assertThat(process.isAlive() || find(pattern) != null)
                    .as("alive; it said %s", words)
                    .isTrue();
            return find(pattern) != null;
        });
        Matcher found = find(pattern);
        return found.groupCount() > 0 ? found.group(1) : found.group();
    }

    private Matcher find(Pattern pattern) {
        for (String line : words) {
            Matcher matcher = pattern.matcher(line);
            if (matcher.find()) {
                return matcher;
            }
        }
        return null;
    }

    /** SIGTERM, and nothing else: Process.destroy() would close the streams, too. */
    void terminate() {
        process.toHandle().destroy();
    }

    int exitCode() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("ends")
                .isTrue();
        return process.exitValue();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private static void read(InputStream in, List<String> into) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                into.add(line);
            }
        } catch (IOException e) {
            // The process was killed by the test's end.
        }
    }
}
