package io.tenbin.e2e.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What a failed test leaves in {@code target/e2e-report}: objects, events and logs of its and the operator's namespace. */
record FailureReport(Cluster cluster, String namespace) {

    private static final String KINDS =
            "loadbalancers,backends,configmaps,services,deployments,replicasets,pods,endpointslices,poddisruptionbudgets,"
                    + "serviceaccounts,roles,rolebindings";

    void write(String test) {
        Path directory = cluster.root().resolve("e2e/target/e2e-report").resolve(test);
        try {
            deleteEarlier(directory);
            Files.createDirectories(directory);
            for (String each : new String[] {namespace, Installation.NAMESPACE}) {
                write(directory.resolve(each + ".yaml"), "get", KINDS, "-o", "yaml", "-n", each);
                write(directory.resolve(each + ".txt"), "get", KINDS, "-o", "wide", "-n", each);
                write(directory.resolve(each + ".events"), "events", "-n", each);
                for (Pod pod : cluster.client().pods().inNamespace(each).list().getItems()) {
                    String name = pod.getMetadata().getName();
                    write(directory.resolve(name + ".log"), "logs", name, "-n", each);
                    if (restarted(pod)) {
                        write(directory.resolve(name + ".previous.log"), "logs", "--previous", name, "-n", each);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void deleteEarlier(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            try (Stream<Path> files = Files.list(directory)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static boolean restarted(Pod pod) {
        return pod.getStatus().getContainerStatuses().stream().anyMatch(status -> status.getRestartCount() > 0);
    }

    private void write(Path file, String... arguments) throws IOException {
        Command.Result result = cluster.run("kubectl", "", arguments);
        Files.writeString(file, result.out() + result.err());
    }
}
