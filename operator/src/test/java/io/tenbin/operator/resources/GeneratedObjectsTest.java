package io.tenbin.operator.resources;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.tenbin.api.v1alpha1.DrainSpec;
import io.tenbin.api.v1alpha1.LoadBalancerServiceSpec;
import io.tenbin.api.v1alpha1.ProxySpec;
import io.tenbin.api.v1alpha1.ResourcesSpec;
import io.tenbin.api.v1alpha1.TolerationSpec;
import io.tenbin.config.DrainConfig;
import io.tenbin.config.EncodedConfig;
import io.tenbin.config.ProxyConfig;
import io.tenbin.config.ProxyConfigCodec;
import io.tenbin.coverage.Covers;
import io.tenbin.operator.resources.PortOrder.Port;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is generated, as YAML to read. To renew the files after a change: {@code -Dtenbin.golden.write=true}. */
class GeneratedObjectsTest {
    private static final Path GOLDEN = Path.of("src/test/resources/generated");
    private static final Owner EDGE = new Owner("shop", "edge", "4c1d3d5e-0000-4000-8000-000000000000");
    private static final DrainConfig DRAIN = new DrainConfig(Duration.ofSeconds(10), Duration.ofMinutes(5));
    private static final ProxyImage IMAGE = new ProxyImage("tenbin.io/tenbin-proxy:test", "IfNotPresent", List.of());
    private static final EncodedConfig CONFIG =
            ProxyConfigCodec.encode(new ProxyConfig("shop/edge", List.of(), List.of(), List.of(), DRAIN, null));

    @Test
    void a_minimal_load_balancer() throws IOException {
        assertGolden(
                "minimal.yaml",
                ProxyAccess.account(EDGE),
                ProxyAccess.role(EDGE),
                ProxyAccess.binding(EDGE),
                PublicService.of(EDGE, null, List.of(new Port("web", 80, 10080))),
                ConfigObject.of(EDGE, CONFIG),
                ProxyDeployment.of(EDGE, 2, null, DRAIN, IMAGE),
                ReplicaService.of(EDGE),
                DisruptionBudget.of(EDGE));
    }

    @Test
    @Covers({
        "LoadBalancer.spec.replicas",
        "LoadBalancer.spec.proxy.eventLoopThreads",
        "LoadBalancer.spec.proxy.transport",
        "LoadBalancer.spec.proxy.resources.requests",
        "LoadBalancer.spec.proxy.resources.limits",
        "LoadBalancer.spec.proxy.nodeSelector",
        "LoadBalancer.spec.proxy.tolerations[].key",
        "LoadBalancer.spec.proxy.tolerations[].operator",
        "LoadBalancer.spec.proxy.tolerations[].value",
        "LoadBalancer.spec.proxy.tolerations[].effect",
        "LoadBalancer.spec.proxy.tolerations[].tolerationSeconds",
        "LoadBalancer.spec.service.type",
        "LoadBalancer.spec.service.loadBalancerClass",
        "LoadBalancer.spec.service.externalTrafficPolicy"
    })
    void a_load_balancer_that_says_everything() throws IOException {
        ProxySpec proxy = new ProxySpec(
                4,
                "Epoll",
                null,
                null,
                new DrainSpec("1m30s", "1h"),
                new ResourcesSpec(Map.of("cpu", new Quantity("2")), Map.of("memory", new Quantity("2Gi"))),
                Map.of("pool", "edge"),
                List.of(new TolerationSpec("pool", "Equal", "edge", "NoExecute", 60L)));
        assertGolden(
                "everything.yaml",
                PublicService.of(
                        EDGE,
                        new LoadBalancerServiceSpec("LoadBalancer", "example.com/lb", "Local"),
                        List.of(new Port("web", 80, 10080), new Port("redis", 6379, 6379))),
                ProxyDeployment.of(
                        EDGE,
                        5,
                        proxy,
                        new DrainConfig(Duration.ofSeconds(90), Duration.ofHours(1)),
                        new ProxyImage("registry.test/proxy:1", "Always", List.of("registry"))));
    }

    @Test
    void a_changed_configuration_does_not_change_the_deployment() {
        assertThat(Desired.marked(ProxyDeployment.of(EDGE, 2, null, DRAIN, IMAGE)))
                .isEqualTo(Desired.marked(ProxyDeployment.of(EDGE, 2, null, DRAIN, IMAGE)));
        assertThat(Serialization.asYaml(ProxyDeployment.of(EDGE, 2, null, DRAIN, IMAGE)))
                .doesNotContain(CONFIG.hash());
    }

    @Test
    void a_grace_period_leaves_room_for_the_drain_and_does_not_follow_small_changes_of_it() {
        assertThat(grace(0, 0)).isEqualTo(75);
        assertThat(grace(10, 300)).isEqualTo(375);
        assertThat(grace(60, 300)).isEqualTo(375);
        assertThat(grace(61, 300)).isEqualTo(435);
    }

    @Test
    void what_is_ours_is_known_by_its_labels_and_by_having_no_other_controller() {
        HasMetadata restored = DisruptionBudget.of(new Owner("shop", "edge", "of another life"));
        assertThat(EDGE.owns(restored)).isTrue();

        HasMetadata ofAnother = DisruptionBudget.of(new Owner("shop", "x", "uid"));
        assertThat(EDGE.owns(ofAnother)).isFalse();

        HasMetadata unlabelled = DisruptionBudget.of(EDGE);
        unlabelled.setMetadata(new ObjectMetaBuilder().withName("tenbin-edge").build());
        assertThat(EDGE.owns(unlabelled)).isFalse();

        HasMetadata controlled = DisruptionBudget.of(EDGE);
        controlled.getMetadata().getOwnerReferences().getFirst().setKind("Gateway");
        assertThat(EDGE.owns(controlled)).isFalse();
    }

    private static long grace(int minDurationSeconds, int timeoutSeconds) {
        return ProxyDeployment.grace(
                        new DrainConfig(Duration.ofSeconds(minDurationSeconds), Duration.ofSeconds(timeoutSeconds)))
                .toSeconds();
    }

    private static void assertGolden(String name, HasMetadata... objects) throws IOException {
        String actual = Stream.of(objects).map(Serialization::asYaml).collect(Collectors.joining());
        Path file = GOLDEN.resolve(name);
        if (Boolean.getBoolean("tenbin.golden.write")) {
            Files.createDirectories(GOLDEN);
            Files.writeString(file, actual);
        }
        assertThat(actual).isEqualTo(Files.readString(file));
    }
}
