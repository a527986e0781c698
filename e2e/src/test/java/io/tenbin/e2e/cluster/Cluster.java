package io.tenbin.e2e.cluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The test cluster, in whose network namespace this JVM runs ({@code e2e/bin/java-in-cluster}). */
public final class Cluster implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofMinutes(3);

    private final Path root;
    private final KubernetesClient client;
    private final AuditLog auditLog;

    Cluster(Path root, Path kubeconfig) {
        this.root = root;
        this.auditLog = new AuditLog(kubeconfig.resolveSibling("logs").resolve("audit.log"));
        this.client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(new File(kubeconfig.toString())))
                .build();
    }

    /** The project's directory. */
    public Path root() {
        return root;
    }

    public KubernetesClient client() {
        return client;
    }

    public AuditLog auditLog() {
        return auditLog;
    }

    /** Runs kubectl, which must succeed, and returns its output. */
    public String kubectl(String... arguments) {
        return run("kubectl", "", arguments).output();
    }

    /** Runs Helm, which must succeed, and returns its output. */
    public String helm(String... arguments) {
        return run("helm", "", arguments).output();
    }

    /**
     * Runs a verb of the cluster's program in the project's directory.
     *
     * @param input what the program reads from its standard input
     */
    public Command.Result run(String verb, String input, String... arguments) {
        List<String> line =
                new ArrayList<>(List.of(root.resolve("e2e/cluster/cluster").toString(), verb));
        line.addAll(List.of(arguments));
        return new Command(line, root, input, TIMEOUT).run();
    }

    @Override
    public void close() {
        client.close();
    }
}
