package io.tenbin.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.tenbin.api.v1alpha1.Backend;
import io.tenbin.api.v1alpha1.Condition;
import io.tenbin.api.v1alpha1.LoadBalancer;
import io.tenbin.e2e.cluster.Cluster;
import io.tenbin.e2e.cluster.Command;
import io.tenbin.e2e.cluster.TestNamespace;
import io.tenbin.e2e.load.Answer;
import io.tenbin.e2e.load.HttpConnection;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** The quick start's LoadBalancer {@code edge} in a test's namespace, edited as users do. */
final class Edge {

    static final String HOST = "app.test";

    /** The namespace of those tests that leave the quick start as they found it. */
    static final String QUICK_START = "quickstart";

    private static final Duration PROGRAMMED = Duration.ofMinutes(1);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final Map<String, String> PROXIES = Map.of("tenbin.io/loadbalancer", "edge");

    private final Cluster cluster;
    private final TestNamespace namespace;

    private Edge(Cluster cluster, TestNamespace namespace) {
        this.cluster = cluster;
        this.namespace = namespace;
    }

    /** Applies {@code examples/quickstart} with the test application, and waits until it is programmed. */
    static Edge quickStart(Cluster cluster, TestNamespace namespace) {
        namespace.apply(manifests(cluster));
        namespace.waitFor("Programmed", "loadbalancer/edge");
        namespace.rolledOut("app", Map.of("app", "app"), 2);
        namespace.rolledOut("tenbin-edge", PROXIES, 2);
        Edge edge = new Edge(cluster, namespace);
        // kube-proxy follows a new Service in its own time.
        await().atMost(ANSWER)
                .untilAsserted(
                        () -> assertThat(application(edge.address(80), "")).isEqualTo("app"));
        return edge;
    }

    /** What {@code kubectl diff} says of the quick start. */
    static Command.Result diffQuickStart(Cluster cluster, TestNamespace namespace) {
        return cluster.run("kubectl", manifests(cluster), "diff", "-f", "-", "--namespace", namespace.name());
    }

    private static String manifests(Cluster cluster) {
        StringBuilder manifests = new StringBuilder();
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(cluster.root().resolve("examples/quickstart"), "*.yaml")) {
            for (Path file : files) {
                manifests.append("---\n").append(Files.readString(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return manifests.toString().replaceAll("image: \\S*whoami\\S*", "image: tenbin.test/testapp:dev");
    }

    /** Applies the applications {@code echo} and {@code other}, with Backends, and waits until they are ready. */
    void addApplications() {
        try (InputStream in = Edge.class.getResourceAsStream("/applications.yaml")) {
            namespace.apply(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        namespace.rolledOut("echo", Map.of("app", "echo"), 2);
        namespace.rolledOut("other", Map.of("app", "other"), 1);
    }

    InetSocketAddress address(int port) {
        return namespace.address("edge", port);
    }

    /** Changes the LoadBalancer by a JSON patch (RFC 6902), waits for {@code Programmed}, and says how long that took. */
    Duration patchLoadBalancer(String patch) {
        return patch(
                LoadBalancer.class,
                "edge",
                patch,
                balancer -> balancer.getStatus().conditions());
    }

    /** As {@link #patchLoadBalancer}, for a Backend. */
    Duration patchBackend(String name, String patch) {
        return patch(Backend.class, name, patch, backend -> backend.getStatus().conditions());
    }

    private <T extends HasMetadata> Duration patch(
            Class<T> kind, String name, String patch, Function<T, List<Condition>> conditions) {
        Resource<T> resource =
                cluster.client().resources(kind).inNamespace(namespace.name()).withName(name);
        long start = System.nanoTime();
        long generation = resource.patch(PatchContext.of(PatchType.JSON), patch)
                .getMetadata()
                .getGeneration();
        resource.waitUntilCondition(
                object -> object != null
                        && conditions.apply(object).stream()
                                .anyMatch(condition -> condition.type().equals("Programmed")
                                        && condition.status().equals("True")
                                        && condition.observedGeneration() != null
                                        && condition.observedGeneration() >= generation),
                PROGRAMMED.toSeconds(),
                TimeUnit.SECONDS);
        return Duration.ofNanos(System.nanoTime() - start);
    }

    List<Pod> proxies() {
        return namespace.pods(PROXIES);
    }

    /** What identifies a proxy's process: another value is another process. */
    List<String> processes() {
        return proxies().stream()
                .map(pod -> {
                    var container = pod.getStatus().getContainerStatuses().getFirst();
                    return String.join(
                            " ",
                            pod.getMetadata().getName(),
                            pod.getMetadata().getUid(),
                            container.getContainerID(),
                            "restarts " + container.getRestartCount(),
                            "since " + container.getState().getRunning().getStartedAt());
                })
                .toList();
    }

    /** Asks each proxy itself, past the Service, on the pod's port, and returns the applications that answered. */
    List<String> answeringApplications(int targetPort, String fields) {
        List<String> applications = new ArrayList<>();
        for (Pod proxy : proxies()) {
            applications.add(application(new InetSocketAddress(proxy.getStatus().getPodIP(), targetPort), fields));
        }
        return applications;
    }

    /**
     * The application whose pod answers one request.
     *
     * @param fields header lines, each ended by CRLF
     */
    static String application(InetSocketAddress address, String fields) {
        try (HttpConnection connection = HttpConnection.open(address, ANSWER)) {
            Answer answer = connection.send(
                    "GET /probe HTTP/1.1\r\nHost: " + HOST + "\r\n" + fields + "Connection: close\r\n\r\n");
            if (answer.status() != 200) {
                return "status " + answer.status();
            }
            // {"pod":"app-7d4b…-x2x2x",…
            return answer.body().replaceFirst("(?s)^\\{\"pod\":\"([a-z]+)-.*", "$1");
        } catch (IOException e) {
            return e.toString();
        }
    }
}
