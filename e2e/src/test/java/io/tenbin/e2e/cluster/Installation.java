package io.tenbin.e2e.cluster;

import java.util.ArrayList;
import java.util.List;

/** The operator, installed with Helm as the README says, once for all test classes. */
public final class Installation implements AutoCloseable {

    public static final String NAMESPACE = "tenbin-system";
    public static final String RELEASE = "tenbin";

    private static final String CHART = "helm/tenbin";

    private final Cluster cluster;
    private final TestNamespace namespace;
    private final String imageHash;

    private Installation(Cluster cluster, TestNamespace namespace, String imageHash) {
        this.cluster = cluster;
        this.namespace = namespace;
        this.imageHash = imageHash;
    }

    static Installation install(Cluster cluster) {
        Images images = new Images(cluster);
        String imageHash = images.loadModule("operator");
        images.loadModule("proxy");
        images.loadTestApplication();
        uninstall(cluster); // an earlier run may have been cut short
        deleteDefinitions(cluster);
        Installation installation = new Installation(cluster, TestNamespace.create(cluster, NAMESPACE), imageHash);
        installation.helm("install");
        return installation;
    }

    public TestNamespace namespace() {
        return namespace;
    }

    /**
     * Runs {@code helm install} or {@code upgrade} and waits until the operator is ready.
     *
     * @param values as {@code key=value}
     */
    public String helm(String verb, String... values) {
        List<String> arguments =
                new ArrayList<>(List.of(verb, RELEASE, CHART, "--namespace", NAMESPACE, "--wait", "--timeout", "120s"));
        for (String value : values) {
            arguments.addAll(List.of("--set", value));
        }
        // A pod is started anew if the image behind the tag is another one.
        arguments.addAll(List.of("--set-string", "podAnnotations.image-hash=" + imageHash.substring(0, 12)));
        return cluster.helm(arguments.toArray(String[]::new));
    }

    /** Removes the release; custom resources and what was made for them stay. */
    public void uninstall() {
        uninstall(cluster);
    }

    private static void uninstall(Cluster cluster) {
        cluster.helm("uninstall", RELEASE, "--namespace", NAMESPACE, "--ignore-not-found", "--wait");
    }

    @Override
    public void close() {
        uninstall();
        deleteDefinitions(cluster);
        namespace.close();
    }

    /** With them go all custom resources, and with those, by garbage collection, all that belongs to them. */
    private static void deleteDefinitions(Cluster cluster) {
        cluster.kubectl(
                "delete",
                "crd",
                "loadbalancers.tenbin.io",
                "backends.tenbin.io",
                "--ignore-not-found",
                "--wait",
                "--timeout=60s");
    }
}
