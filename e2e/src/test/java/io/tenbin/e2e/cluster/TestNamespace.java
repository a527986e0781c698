package io.tenbin.e2e.cluster;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** A namespace where Pod Security {@code restricted} is enforced; deleted with all that is in it when closed. */
public final class TestNamespace implements AutoCloseable {

    private static final Duration GONE = Duration.ofMinutes(2);

    private final Cluster cluster;
    private final String name;

    private TestNamespace(Cluster cluster, String name) {
        this.cluster = cluster;
        this.name = name;
    }

    /** Makes the namespace anew: what an earlier run may have left behind is deleted first. */
    static TestNamespace create(Cluster cluster, String name) {
        TestNamespace namespace = new TestNamespace(cluster, name);
        namespace.close();
        cluster.client()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withLabels(Map.of("pod-security.kubernetes.io/enforce", "restricted"))
                        .endMetadata()
                        .build())
                .create();
        return namespace;
    }

    public String name() {
        return name;
    }

    /** Runs kubectl in this namespace; it must succeed. */
    public String kubectl(String... arguments) {
        return tryKubectl(arguments).output();
    }

    /** Runs kubectl in this namespace. */
    public Command.Result tryKubectl(String... arguments) {
        return cluster.run("kubectl", "", inHere(arguments));
    }

    /** Applies objects given as YAML, as a user does. */
    public String apply(String yaml) {
        return tryApply(yaml).output();
    }

    /** Applies objects given as YAML that may be refused. */
    public Command.Result tryApply(String yaml) {
        return cluster.run("kubectl", yaml, inHere("apply", "-f", "-"));
    }

    /** Waits for a condition of an object to be true for the object's generation. */
    public void waitFor(String condition, String object) {
        kubectl("wait", "--for=condition=" + condition, object, "--timeout=120s");
    }

    /** Waits until the Deployment's pods are all of its present template and available, and no other is left. */
    public void rolledOut(String deployment, Map<String, String> podLabels, int pods) {
        kubectl("rollout", "status", "deployment/" + deployment, "--timeout=120s");
        cluster.client()
                .pods()
                .inNamespace(name)
                .withLabels(podLabels)
                .informOnCondition(present -> present.size() == pods)
                .orTimeout(2, TimeUnit.MINUTES)
                .join();
    }

    /** The pods with these labels, by name. */
    public List<Pod> pods(Map<String, String> labels) {
        return cluster.client().pods().inNamespace(name).withLabels(labels).list().getItems().stream()
                .sorted((a, b) ->
                        a.getMetadata().getName().compareTo(b.getMetadata().getName()))
                .toList();
    }

    /** Where a Service is reached from within the cluster. */
    public InetSocketAddress address(String service, int port) {
        String ip = Objects.requireNonNull(
                        cluster.client()
                                .services()
                                .inNamespace(name)
                                .withName(service)
                                .get(),
                        service)
                .getSpec()
                .getClusterIP();
        return new InetSocketAddress(ip, port);
    }

    private String[] inHere(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--namespace", name));
        return all.toArray(String[]::new);
    }

    /**
     * Deletes the namespace and waits until it is gone. Its pods get no time to end well. Kubernetes looks again after
     * half of the longest time that a pod might have taken, minutes here, or when the namespace changes: so it is
     * changed once the pods are gone.
     */
    @Override
    public void close() {
        var resource = cluster.client().namespaces().withName(name);
        if (resource.get() == null) {
            return;
        }
        resource.delete();
        var pods = cluster.client().pods().inNamespace(name);
        pods.withGracePeriod(1).delete();
        pods.informOnCondition(List::isEmpty)
                .orTimeout(GONE.toSeconds(), TimeUnit.SECONDS)
                .join();
        try {
            resource.patch(
                    PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\": {\"annotations\": {\"pods\": \"gone\"}}}");
        } catch (KubernetesClientException e) {
            // It has gone by itself.
        }
        resource.waitUntilCondition((Namespace left) -> left == null, GONE.toSeconds(), TimeUnit.SECONDS);
    }
}
