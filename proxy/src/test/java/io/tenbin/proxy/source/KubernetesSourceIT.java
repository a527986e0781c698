package io.tenbin.proxy.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tenbin.config.CertificateConfig;
import io.tenbin.config.EncodedConfig;
import io.tenbin.config.MaterialName;
import io.tenbin.config.Materials;
import io.tenbin.config.ProxyConfig;
import io.tenbin.config.ProxyConfigCodec;
import io.tenbin.config.TerminatedTlsConfig;
import io.tenbin.config.TlsVersion;
import io.tenbin.translate.Policy;
import io.tenbin.translate.Secrets;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubernetesSourceIT {
    private static final String NAMESPACE = "shop";
    private static final String CONFIG_MAP = "tenbin-edge";

    @TempDir
    Path temporary;

    private final RecordingSink sink = new RecordingSink();
    private FakeApi api;
    private @Nullable KubernetesSource source;

    @BeforeEach
    void start() throws IOException {
        api = FakeApi.start();
    }

    @AfterEach
    void stop() {
        if (source != null) {
            source.close();
        }
        api.close();
    }

    @Test
    void the_configuration_is_passed_on_once_its_endpoints_are_known() throws Exception {
        api.put(configMap(8080));
        api.put(slice("app-1", true, "10.1.0.1", "10.1.0.2"));

        follow(null, null);

        await().until(() -> !sink.configs.isEmpty());
        assertThat(sink.events).containsExactly("discovered", "config");
        assertThat(sink.ports()).containsExactly(8080);
        assertThat(sink.hash).isEqualTo(config(8080).hash());
        assertThat(ready()).containsExactly("10.1.0.1", "10.1.0.2");
    }

    @Test
    void every_change_is_followed_by_watch_without_another_list() throws Exception {
        api.put(configMap(8080));
        api.put(slice("app-1", true, "10.1.0.1"));
        follow(null, null);
        await().until(() -> api.watches() == 3);
        int lists = api.lists();

        api.put(slice("app-2", true, "10.1.0.2"));
        awaitReady("10.1.0.1", "10.1.0.2");
        api.put(slice("app-1", false, "10.1.0.1"));
        awaitReady("10.1.0.2");
        api.delete("EndpointSlice", "app-2");
        awaitReady();
        api.put(configMap(8081));
        await().until(() -> sink.ports().contains(8081));
        api.put(compressed(8082));
        await().until(() -> sink.ports().contains(8082));

        assertThat(api.lists()).isEqualTo(lists);
        assertThat(sink.refusals).isEmpty();
    }

    @Test
    void the_same_configuration_again_is_no_change() throws Exception {
        api.put(configMap(8080));
        follow(null, null);
        await().until(() -> api.watches() == 3);

        api.put(configMap(8080).replace("\"name\":", "\"labels\":{\"touched\":\"again\"},\"name\":"));
        api.put(configMap(8081));

        await().until(() -> sink.ports().contains(8081));
        assertThat(sink.configs).hasSize(2);
    }

    @Test
    void a_watch_that_is_cut_is_opened_again_and_misses_nothing() throws Exception {
        api.put(configMap(8080));
        api.put(slice("app-1", true, "10.1.0.1"));
        follow(null, null);
        await().until(() -> api.watches() == 3);

        for (int round = 2; round < 6; round++) {
            api.cutWatches();
            api.put(slice("app-1", true, "10.1.0." + round));
            api.put(configMap(8080 + round));
            awaitReady("10.1.0." + round);
            int port = 8080 + round;
            await().until(() -> sink.ports().contains(port));
            await().until(() -> api.watches() == 3);
        }
    }

    @Test
    void where_the_history_is_gone_everything_is_listed_anew_deletions_included() throws Exception {
        api.put(configMap(8080));
        api.put(slice("app-1", true, "10.1.0.1"));
        api.put(slice("app-2", true, "10.1.0.2"));
        follow(null, null);
        await().until(() -> api.watches() == 3);
        awaitReady("10.1.0.1", "10.1.0.2");

        api.goAway();
        api.delete("EndpointSlice", "app-1");
        api.put(configMap(8081));
        api.forgetHistory();
        api.comeBack();

        awaitReady("10.1.0.2");
        await().until(() -> sink.ports().contains(8081));
    }

    @Test
    void while_the_api_server_is_away_what_was_known_stays() throws Exception {
        api.put(configMap(8080));
        api.put(slice("app-1", true, "10.1.0.1"));
        follow(null, null);
        await().until(() -> api.watches() == 3);
        awaitReady("10.1.0.1");
        await().until(() -> sink.ports().contains(8080));
        int heard = sink.events.size();

        api.goAway();
        await().during(Duration.ofMillis(500)).atMost(Duration.ofSeconds(5)).until(() -> sink.events.size() == heard);
        api.put(slice("app-1", true, "10.1.0.9"));
        api.comeBack();

        awaitReady("10.1.0.9");
        assertThat(sink.ports()).containsExactly(8080);
    }

    @Test
    void a_start_without_the_api_server_serves_the_mounted_configuration_and_then_the_newest() throws Exception {
        Path mounted = temporary.resolve("config.json");
        Files.writeString(mounted, config(8070).json());
        api.goAway();

        follow(mounted, null);

        await().until(() -> List.of(8070).equals(sink.ports()));
        // Of the Service nothing was ever seen: its cluster address is used, which the configuration carries.
        assertThat(ready()).isNull();
        api.put(configMap(8080));
        api.put(slice("app-1", true, "10.1.0.1"));
        api.comeBack();
        await().until(() -> sink.ports().contains(8080));
        awaitReady("10.1.0.1");
    }

    @Test
    void a_restart_without_the_api_server_serves_what_was_seen_last_with_its_endpoints() throws Exception {
        Path mounted = temporary.resolve("config.json");
        Path state = temporary.resolve("state");
        Files.writeString(mounted, config(8070).json());
        Files.setLastModifiedTime(mounted, FileTime.from(Instant.now().minusSeconds(60)));
        api.put(configMap(8080));
        api.put(slice("app-1", true, "10.1.0.1"));
        follow(mounted, state);
        awaitReady("10.1.0.1");
        await().until(() ->
                Files.exists(state.resolve("endpoints.json")) && Files.exists(state.resolve("config.json")));
        source.close();
        api.goAway();

        RecordingSink restarted = new RecordingSink();
        try (KubernetesSource second = source(mounted, state, restarted)) {
            second.start();
            await().until(() -> List.of(8080).equals(restarted.ports()));
            assertThat(restarted.ready(NAMESPACE, "app")).containsExactly("10.1.0.1");
            assertThat(restarted.events.getFirst()).isEqualTo("discovered");
        }
    }

    @Test
    void a_mounted_file_that_is_newer_than_what_is_remembered_is_taken() throws Exception {
        Path mounted = temporary.resolve("config.json");
        Path state = Files.createDirectory(temporary.resolve("state"));
        Files.writeString(state.resolve("config.json"), config(8060).json());
        Files.setLastModifiedTime(
                state.resolve("config.json"), FileTime.from(Instant.now().minusSeconds(60)));
        Files.writeString(mounted, config(8070).json());
        Files.writeString(state.resolve("endpoints.json"), "not what it should be");
        api.goAway();

        follow(mounted, state);

        await().until(() -> List.of(8070).equals(sink.ports()));
    }

    @Test
    void an_api_server_that_is_silent_is_not_waited_for_beyond_five_seconds() throws Exception {
        Path mounted = temporary.resolve("config.json");
        Files.writeString(mounted, config(8070).json());
        api.goAway();
        try (ServerSocket silent = new ServerSocket(api.port(), 50, InetAddress.getLoopbackAddress())) {
            assertThat(silent.isBound()).isTrue();
            long begin = System.nanoTime();

            follow(mounted, null);

            await().atMost(Duration.ofSeconds(9)).until(() -> List.of(8070).equals(sink.ports()));
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofSeconds(4));
        }
    }

    @Test
    void what_cannot_be_read_is_refused_with_the_reason_and_the_one_before_stays() throws Exception {
        api.put(configMap(8080));
        follow(null, null);
        await().until(() -> !sink.configs.isEmpty());

        api.put(configMap("{\"loadBalancer\": 7}"));
        await().until(() -> sink.refusals.size() == 1);
        api.put("{apiVersion: v1, kind: ConfigMap, metadata: {name: tenbin-edge, namespace: shop}, data: {other: x}}");
        await().until(() -> sink.refusals.size() == 2);

        assertThat(sink.refusals.getFirst()).startsWith("the configuration of configmap/tenbin-edge cannot be read: ");
        assertThat(sink.refusals.getLast())
                .isEqualTo("the configuration of configmap/tenbin-edge cannot be read: it has neither config.json nor "
                        + "config.json.gz");
        assertThat(sink.configs).hasSize(1);
        api.put(configMap(8081));
        await().until(() -> sink.ports().contains(8081));
    }

    @Test
    void a_configuration_waits_for_the_texts_that_it_names_whichever_comes_first() throws Exception {
        api.put(slice("app-1", true, "10.1.0.1"));
        api.put(configMap(withTls(8080, "first").json()));
        follow(null, null);
        await().until(() -> api.watches() >= 3);
        assertThat(sink.configs).isEmpty();

        api.put(secret("first"));
        await().until(() -> List.of(8080).equals(sink.ports()));
        assertThat(sink.materials).isEqualTo(Materials.of(List.of("first")));
        api.put(secret("first", "second"));
        api.put(configMap(withTls(8081, "second").json()));
        await().until(() -> List.of(8081).equals(sink.ports()));

        assertThat(sink.materials).isEqualTo(Materials.of(List.of("second")));
        api.put(configMap(withTls(8082, "third").json()));
        await().until(() -> !sink.refusals.isEmpty());
        assertThat(sink.refusals)
                .containsExactly(
                        "certificates that the configuration of configmap/tenbin-edge names have not come yet");
        assertThat(sink.ports()).containsExactly(8081);
        api.put(secret("third"));
        await().until(() -> List.of(8082).equals(sink.ports()));
    }

    @Test
    void texts_come_from_the_mounted_secret_and_then_from_what_is_remembered() throws Exception {
        Path mounted = temporary.resolve("config.json");
        Path materials = Files.createDirectory(temporary.resolve("materials"));
        Path state = temporary.resolve("state");
        Files.writeString(mounted, withTls(8070, "first").json());
        Files.writeString(materials.resolve(MaterialName.of("first").digest()), "first");
        Files.writeString(materials.resolve("admin-token"), "token");
        api.goAway();
        source = new KubernetesSource(
                api.client(), new ConfigPlaces(NAMESPACE, CONFIG_MAP, mounted, materials, state), sink);

        source.start();

        await().until(() -> List.of(8070).equals(sink.ports()));
        assertThat(sink.materials).isEqualTo(Materials.of(List.of("first")));
        Path remembered =
                state.resolve("materials").resolve(MaterialName.of("first").digest());
        await().until(() -> Files.exists(state.resolve("config.json")));
        assertThat(remembered).hasContent("first");
        assertThat(Files.getPosixFilePermissions(remembered))
                .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        source.close();

        // The mounted files were replaced one after the other: this configuration's texts are not there yet.
        Files.writeString(mounted, withTls(8071, "second").json());
        Files.setLastModifiedTime(mounted, FileTime.from(Instant.now().plusSeconds(60)));
        Files.delete(materials.resolve(MaterialName.of("first").digest()));
        RecordingSink restarted = new RecordingSink();
        try (KubernetesSource second = new KubernetesSource(
                api.client(), new ConfigPlaces(NAMESPACE, CONFIG_MAP, mounted, materials, state), restarted)) {
            second.start();
            await().until(() -> List.of(8070).equals(restarted.ports()));
            assertThat(restarted.materials).isEqualTo(Materials.of(List.of("first")));
        }
    }

    private static EncodedConfig withTls(int port, String text) {
        ProxyConfig plain = ProxyConfigCodec.decode(config(port).json());
        TerminatedTlsConfig tls = new TerminatedTlsConfig(
                List.of(new CertificateConfig("shop/web", MaterialName.of(text))),
                false,
                TlsVersion.TLS_1_3,
                List.of(),
                null,
                null);
        return ProxyConfigCodec.encode(new ProxyConfig(
                plain.loadBalancer(),
                plain.listeners().stream()
                        .map(listener -> listener.withTls(tls))
                        .toList(),
                plain.acls(),
                plain.backends(),
                plain.drain(),
                plain.maxConnections()));
    }

    private static String secret(String... texts) {
        StringBuilder yaml = new StringBuilder(
                "{apiVersion: v1, kind: Secret, metadata: {name: tenbin-edge, namespace: shop}, data: {");
        for (String text : texts) {
            yaml.append(MaterialName.of(text).digest())
                    .append(": ")
                    .append(Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII)))
                    .append(", ");
        }
        return yaml.append("admin-token: dG9rZW4=}}").toString();
    }

    private void follow(@Nullable Path mounted, @Nullable Path state) {
        source = source(mounted, state, sink);
        source.start();
    }

    private KubernetesSource source(@Nullable Path mounted, @Nullable Path state, RecordingSink to) {
        return new KubernetesSource(api.client(), new ConfigPlaces(NAMESPACE, CONFIG_MAP, mounted, null, state), to);
    }

    private @Nullable List<String> ready() {
        return sink.ready(NAMESPACE, "app");
    }

    private void awaitReady(String... addresses) {
        await().until(() -> List.of(addresses).equals(ready()));
    }

    /** A configuration as the operator makes it, of a listener on this port and a Service as its only server. */
    private static EncodedConfig config(int port) {
        ObjectFile objects = ObjectFile.parse(Path.of("objects.yaml"), """
                apiVersion: tenbin.io/v1alpha1
                kind: LoadBalancer
                metadata: {name: edge, namespace: shop}
                spec:
                  listeners:
                  - {name: web, port: %d, protocol: HTTP, defaultBackend: app}
                ---
                apiVersion: tenbin.io/v1alpha1
                kind: Backend
                metadata: {name: app, namespace: shop}
                spec:
                  servers:
                  - {name: app, service: {name: app, port: http}}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: app, namespace: shop}
                spec: {clusterIP: 10.0.0.1, ports: [{name: http, port: 80}]}
                """.formatted(port));
        assertThat(objects.complaints()).isEmpty();
        Translated translated = Translated.of(objects.objects(), Map.of(), Secrets.NONE, Policy.CLUSTER);
        return ProxyConfigCodec.encode(translated.configs().get("shop/edge"));
    }

    private static String configMap(int port) {
        return configMap(config(port).json());
    }

    private static String configMap(String json) {
        ObjectNode object = new JsonMapper().createObjectNode();
        object.put("apiVersion", "v1").put("kind", "ConfigMap");
        object.putObject("metadata").put("namespace", NAMESPACE).put("name", CONFIG_MAP);
        object.putObject("data").put("config.json", json);
        return object.toString();
    }

    private static String compressed(int port) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(config(port).json().getBytes(StandardCharsets.UTF_8));
        }
        return "{apiVersion: v1, kind: ConfigMap, metadata: {name: tenbin-edge, namespace: shop}, binaryData: "
                + "{config.json.gz: " + Base64.getEncoder().encodeToString(bytes.toByteArray()) + "}}";
    }

    private static String slice(String name, boolean ready, String... addresses) {
        StringBuilder endpoints = new StringBuilder();
        for (String address : addresses) {
            endpoints.append("- {addresses: [%s], conditions: {ready: %s}}\n".formatted(address, ready));
        }
        return """
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata: {name: %s, namespace: shop, labels: {kubernetes.io/service-name: app}}
                addressType: IPv4
                ports: [{name: http, port: 8080}]
                endpoints:
                %s""".formatted(name, endpoints);
    }
}
