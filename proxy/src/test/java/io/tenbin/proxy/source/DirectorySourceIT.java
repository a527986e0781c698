package io.tenbin.proxy.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectorySourceIT {
    private static final String BACKEND = """
            apiVersion: tenbin.io/v1alpha1
            kind: Backend
            metadata: {name: app}
            spec:
              servers:
              - {name: s, address: 127.0.0.1, port: 9001}
            """;

    @TempDir
    Path temporary;

    private final Map<String, RecordingSink> sinks = new ConcurrentHashMap<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private Path directory;
    private Path edge;
    private DirectorySource source;

    @BeforeEach
    void start() throws IOException {
        directory = Files.createDirectory(temporary.resolve("objects"));
        edge = directory.resolve("edge.yaml");
        Files.writeString(edge, loadBalancer("edge", 8080));
        Files.writeString(directory.resolve("app.yaml"), BACKEND);
        source = new DirectorySource(
                directory,
                name -> sinks.computeIfAbsent(name, key -> new RecordingSink()),
                found -> found.forEach(complaint -> complaints.add(complaint.toString())));
    }

    @AfterEach
    void stop() {
        source.close();
    }

    @Test
    void what_is_there_is_told_before_start_returns_endpoints_first() throws Exception {
        source.start();

        assertThat(edge().events).containsExactly("discovered", "config");
        assertThat(edge().ports()).containsExactly(8080);
        assertThat(complaints).isEmpty();
    }

    @Test
    void a_broken_file_is_told_of_once_and_its_last_good_version_stays_until_it_is_mended() throws Exception {
        source.start();

        Files.writeString(edge, loadBalancer("edge", 80800));

        await().until(() -> !complaints.isEmpty());
        assertThat(complaints)
                .containsExactly(edge + ":7: LoadBalancer default/edge: spec.listeners[0].port: 80800 is out of "
                        + "bounds; allowed are 1 to 65535");
        // Another file's change is taken over meanwhile, and is no reason to complain again.
        Files.writeString(directory.resolve("other.yaml"), loadBalancer("other", 8081));
        await().until(() -> sinks.containsKey("default/other"));
        assertThat(complaints).hasSize(1);
        assertThat(edge().ports()).containsExactly(8080);

        Files.writeString(edge, loadBalancer("edge", 8082));
        await().until(() -> edge().ports().contains(8082));
        assertThat(complaints).hasSize(1);

        Files.writeString(edge, loadBalancer("edge", 80800));
        await().until(() -> complaints.size() == 2);
    }

    @Test
    void a_file_that_is_no_yaml_is_told_with_its_line_and_keeps_all_its_objects() throws Exception {
        Files.writeString(edge, loadBalancer("edge", 8080) + "---\n" + loadBalancer("second", 8081));
        source.start();

        Files.writeString(edge, loadBalancer("edge", 8082) + "---\nkind: [unclosed\n");

        await().until(() -> !complaints.isEmpty());
        assertThat(complaints).singleElement().asString().startsWith(edge + ":12: not valid YAML: ");
        assertThat(edge().ports()).containsExactly(8080);
        assertThat(sinks.get("default/second").ports()).containsExactly(8081);
    }

    @Test
    void a_slip_in_kind_or_name_does_not_take_the_object_out_of_force() throws Exception {
        source.start();

        Files.writeString(edge, loadBalancer("edge", 8082).replace("kind: LoadBalancer", "kind: LoadBalanzer"));
        await().until(() -> !complaints.isEmpty());
        assertThat(complaints.getLast())
                .isEqualTo(edge + ":2: kind: tenbin.io/v1alpha1 LoadBalanzer does not exist; there are LoadBalancer "
                        + "and Backend in tenbin.io/v1alpha1");
        Files.writeString(edge, loadBalancer("edge", 8082).replace("{name: edge}", "{nam: edge}"));
        await().until(() -> complaints.size() == 2);

        assertThat(complaints.getLast()).isEqualTo(edge + ":3: LoadBalancer: metadata.name: is required");
        assertThat(edge().ports()).containsExactly(8080);
    }

    @Test
    void one_broken_object_breaks_only_itself() throws Exception {
        Files.writeString(edge, loadBalancer("edge", 8080) + "---\n" + loadBalancer("second", 8081));
        source.start();

        Files.writeString(edge, loadBalancer("edge", -1) + "---\n" + loadBalancer("second", 8083));

        await().until(() -> sinks.get("default/second").ports().contains(8083));
        await().until(() -> complaints.size() == 1);
        assertThat(edge().ports()).containsExactly(8080);
    }

    @Test
    void editors_that_write_beside_and_rename_are_followed_and_their_leavings_are_passed_over() throws Exception {
        source.start();

        for (int port = 8090; port < 8095; port++) {
            Path swap = directory.resolve(".edge.yaml.swp");
            Files.writeString(swap, loadBalancer("edge", port));
            Files.move(edge, directory.resolve("edge.yaml~"), StandardCopyOption.REPLACE_EXISTING);
            Files.move(swap, edge, StandardCopyOption.ATOMIC_MOVE);
            int expected = port;
            await().until(() -> edge().ports().contains(expected));
        }

        assertThat(edge().configs).allMatch(config -> config.listeners().size() == 1);
        assertThat(complaints).isEmpty();
    }

    @Test
    void a_file_that_is_saved_in_pieces_is_never_seen_half() throws Exception {
        source.start();
        String next = loadBalancer("edge", 8090);

        Files.writeString(edge, "", StandardOpenOption.TRUNCATE_EXISTING);
        TimeUnit.MILLISECONDS.sleep(30);
        Files.writeString(edge, next.substring(0, 90), StandardOpenOption.APPEND);
        TimeUnit.MILLISECONDS.sleep(30);
        Files.writeString(edge, next.substring(90), StandardOpenOption.APPEND);

        await().until(() -> edge().ports().contains(8090));
        assertThat(edge().configs).allMatch(config -> config.listeners().size() == 1);
        assertThat(complaints).isEmpty();
    }

    @Test
    void a_deleted_load_balancer_is_told_to_listen_nowhere_and_may_come_back() throws Exception {
        source.start();

        Files.delete(edge);
        await().until(() -> edge().ports().isEmpty());
        Files.writeString(edge, loadBalancer("edge", 8084));

        await().until(() -> edge().ports().contains(8084));
        assertThat(complaints).isEmpty();
    }

    @Test
    void a_directory_that_is_gone_as_a_whole_changes_nothing_and_is_followed_again_when_it_is_back() throws Exception {
        source.start();
        Path away = temporary.resolve("away");

        Files.move(directory, away);
        await().until(() -> !complaints.isEmpty());
        assertThat(complaints).containsExactly(directory + ": the directory is gone; what was in force stays");
        assertThat(edge().ports()).containsExactly(8080);

        Files.createDirectory(directory);
        Files.move(away.resolve("app.yaml"), directory.resolve("app.yaml"));
        Files.writeString(edge, loadBalancer("edge", 8085));
        await().until(() -> edge().ports().contains(8085));
        Files.writeString(edge, loadBalancer("edge", 8086));
        await().until(() -> edge().ports().contains(8086));
    }

    @Test
    void files_that_are_links_into_a_directory_which_is_exchanged_are_followed() throws Exception {
        // As a ConfigMap is mounted: edge.yaml -> ..data/edge.yaml, ..data -> ..1.
        Files.delete(edge);
        Path one = Files.createDirectory(directory.resolve("..1"));
        Path two = Files.createDirectory(directory.resolve("..2"));
        Files.writeString(one.resolve("edge.yaml"), loadBalancer("edge", 8087));
        Files.writeString(two.resolve("edge.yaml"), loadBalancer("edge", 8088));
        Path data = directory.resolve("..data");
        Files.createSymbolicLink(data, Path.of("..1"));
        Files.createSymbolicLink(edge, Path.of("..data/edge.yaml"));
        source.start();
        assertThat(edge().ports()).containsExactly(8087);

        Path next = Files.createSymbolicLink(directory.resolve("..data_tmp"), Path.of("..2"));
        Files.move(next, data, StandardCopyOption.ATOMIC_MOVE);

        await().until(() -> edge().ports().contains(8088));
    }

    @Test
    void endpoints_come_from_slices_in_files_and_names_from_the_resolver() throws Exception {
        Files.writeString(directory.resolve("app.yaml"), """
                apiVersion: tenbin.io/v1alpha1
                kind: Backend
                metadata: {name: app}
                spec:
                  servers:
                  - {name: s, service: {name: app, port: http}}
                  - {name: named, address: localhost, port: 9001}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: app}
                spec: {clusterIP: 10.0.0.1, ports: [{name: http, port: 80}]}
                """);
        Files.writeString(directory.resolve("slice.yaml"), slice("10.1.0.1"));
        source.start();

        assertThat(edge().ready("default", "app")).containsExactly("10.1.0.1");
        await().untilAsserted(() -> assertThat(edge().discovery.hosts().get("localhost"))
                .isNotNull()
                .matches(InetAddress::isLoopbackAddress));
        Files.writeString(directory.resolve("slice.yaml"), slice("10.1.0.2"));
        await().until(() -> List.of("10.1.0.2").equals(edge().ready("default", "app")));
        assertThat(complaints).isEmpty();
    }

    @Test
    void a_change_is_told_within_a_tenth_of_a_second_of_its_save() throws Exception {
        source.start();
        Duration best = Duration.ofDays(1);
        for (int port = 8100; port < 8106; port++) {
            int expected = port;
            long begin = System.nanoTime();
            Files.writeString(edge, loadBalancer("edge", port));
            await().pollInterval(Duration.ofMillis(1))
                    .until(() -> edge().ports().contains(expected));
            Duration took = Duration.ofNanos(System.nanoTime() - begin);
            best = took.compareTo(best) < 0 ? took : best;
        }

        // The best of six, since the machine may be busy with anything: what is asserted is that nothing waits by
        // design.
        assertThat(best).isLessThan(Duration.ofMillis(100));
    }

    @Test
    void a_place_that_is_no_directory_is_refused() {
        assertThatThrownBy(() -> new DirectorySource(edge, name -> new RecordingSink(), found -> {}))
                .isInstanceOf(IOException.class)
                .hasMessage(edge + " is not a directory");
    }

    private RecordingSink edge() {
        return sinks.get("default/edge");
    }

    private static String loadBalancer(String name, int port) {
        return """
                apiVersion: tenbin.io/v1alpha1
                kind: LoadBalancer
                metadata: {name: %s}
                spec:
                  listeners:
                  - name: web
                    port: %d
                    protocol: HTTP
                    defaultBackend: app
                """.formatted(name, port);
    }

    private static String slice(String address) {
        return """
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata: {name: app-1, labels: {kubernetes.io/service-name: app}}
                addressType: IPv4
                ports: [{name: http, port: 8080}]
                endpoints:
                - {addresses: [%s], conditions: {ready: true}}
                """.formatted(address);
    }
}
