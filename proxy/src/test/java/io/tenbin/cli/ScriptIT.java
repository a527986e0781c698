package io.tenbin.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code tenbin} in a clone of nothing but what it looks at, with a Maven and a JDK that write down their calls. */
class ScriptIT {
    private static final Path SCRIPT = Path.of("../tenbin");

    @TempDir
    Path directory;

    private Path clone;
    private Path jdk;
    private String output = "";

    @BeforeEach
    void prepare() throws IOException {
        clone = directory.resolve("clone with a space");
        jdk = directory.resolve("jdk");
        for (String source : List.of(
                "pom.xml",
                ".mvn/jvm.config",
                "crds/pom.xml",
                "crds/src/main/A.java",
                "proxy/pom.xml",
                "proxy/src/main/B.java",
                "helm/tenbin/files/crds/c.yaml")) {
            Path file = clone.resolve(source);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "x");
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(3600)));
        }
        executable(clone.resolve("tenbin"), Files.readString(SCRIPT));
        maven("mkdir -p proxy/target/lib; echo '[INFO] Building Tenbin: the proxy 0.1.0 [1/1]'; echo '[INFO] noise'");
        Files.createDirectories(jdk.resolve("bin"));
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25.0.1\"\n");
        executable(jdk.resolve("bin/javac"), "#!/bin/sh\n");
        executable(jdk.resolve("bin/java"), "#!/bin/sh\nfor a; do last=$a; done; echo \"java runs: $last\"; exit 7\n");
    }

    @Test
    void it_builds_first_with_visible_progress_and_then_only_if_sources_changed() throws Exception {
        assertThat(run(jdk, "tenbin", "check", "here")).isEqualTo(7);
        assertThat(output)
                .contains(
                        "tenbin: building with " + jdk, "  Tenbin: the proxy", "tenbin: build took ", "java runs: here")
                .doesNotContain("noise");
        assertThat(clone.resolve("target/build.log")).content().contains("noise");

        assertThat(run(jdk, "tenbin", "version")).isEqualTo(7);
        assertThat(output).isEqualTo("java runs: version\n");

        for (String source : List.of("proxy/src/main/B.java", "crds/pom.xml", "helm/tenbin/files/crds/c.yaml")) {
            Files.setLastModifiedTime(
                    clone.resolve(source), FileTime.from(Instant.now().plusSeconds(2)));
            run(jdk, "tenbin", "version");
            assertThat(output).as(source).contains("tenbin: building");
            Files.setLastModifiedTime(
                    clone.resolve(source), FileTime.from(Instant.now().minusSeconds(60)));
        }
    }

    @Test
    void what_a_clean_took_away_is_built_again() throws Exception {
        run(jdk, "tenbin", "version");
        Files.delete(clone.resolve("proxy/target/lib"));

        run(jdk, "tenbin", "version");

        assertThat(output).contains("tenbin: building");
    }

    @Test
    void of_two_that_begin_at_once_one_builds_and_the_other_waits_for_it() throws Exception {
        Path begun = directory.resolve("begun");
        Path go = Files.writeString(directory.resolve("go"), "");
        maven("echo >>'" + begun + "'; while [ -e '" + go + "' ]; do sleep 0.05; done; mkdir -p proxy/target/lib");

        Process one = start(jdk, "tenbin", "version");
        await().until(() -> Files.exists(begun));
        Process other = start(jdk, "tenbin", "version");
        BufferedReader said = other.inputReader();
        assertThat(said.readLine()).isEqualTo("tenbin: waiting for another build here (process " + one.pid() + ")");
        Files.delete(go);

        assertThat(said.readAllAsString()).isEqualTo("java runs: version\n");
        assertThat(one.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(begun).content().hasLineCount(1);
        assertThat(clone.resolve("target/.building")).doesNotExist();
    }

    @Test
    void a_build_that_was_killed_is_in_nobodys_way() throws Exception {
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();
        Files.createDirectories(clone.resolve("target/.building"));
        Files.writeString(clone.resolve("target/.building/pid"), dead.pid() + "\n");

        assertThat(run(jdk, "tenbin", "version")).isEqualTo(7);
        assertThat(output).contains("tenbin: building with ");
    }

    @Test
    void a_build_that_fails_shows_its_errors_names_its_log_and_is_tried_again() throws Exception {
        maven("echo '[ERROR] B.java:[3,1] no such symbol'; exit 1");

        assertThat(run(jdk, "tenbin", "version")).isEqualTo(1);
        assertThat(output)
                .contains("[ERROR] B.java:[3,1] no such symbol", "all of its output is in target/build.log")
                .doesNotContain("java runs");
        assertThat(run(jdk, "tenbin", "version")).isEqualTo(1);
    }

    @Test
    void it_works_from_elsewhere_and_through_a_link() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("link"), clone.resolve("tenbin"));

        assertThat(run(jdk, link.toString(), "version")).isEqualTo(7);
        assertThat(output).contains("java runs: version");
    }

    @Test
    void a_java_home_of_another_version_is_passed_over() throws Exception {
        Path old = directory.resolve("old");
        Files.createDirectories(old.resolve("bin"));
        Files.writeString(old.resolve("release"), "JAVA_VERSION=\"21.0.2\"\n");
        executable(old.resolve("bin/javac"), "#!/bin/sh\n");
        Path sdkman = directory.resolve("home/.sdkman/candidates/java");
        Files.createDirectories(sdkman);
        Files.createSymbolicLink(sdkman.resolve("25-tem"), jdk);

        run(old, "tenbin", "version");

        // Of this machine or from the home directory: in any case not the old one.
        assertThat(output).contains("tenbin: building with ").doesNotContain("building with " + old);
    }

    @Test
    void wrong_arguments_of_the_test_command_are_2() throws Exception {
        assertThat(run(jdk, "tenbin", "test", "--quickly")).isEqualTo(2);
        assertThat(output).contains("unknown argument --quickly; usage: ./tenbin test [--no-cluster]");
    }

    private void maven(String lines) throws IOException {
        executable(clone.resolve("mvnw"), "#!/bin/bash\n" + lines + "\n");
    }

    private int run(Path javaHome, String script, String... arguments) throws Exception {
        Process process = start(javaHome, script, arguments);
        output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private Process start(Path javaHome, String script, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(script.startsWith("/") ? script : clone.resolve(script).toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", javaHome.toString());
        builder.environment().put("HOME", directory.resolve("home").toString());
        return builder.start();
    }

    private static void executable(Path file, String content) throws IOException {
        Files.writeString(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
