package io.tenbin.operator.proxies;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a proxy's pod object tells.
 *
 * @param uid the pod's identity
 * @param name for messages
 * @param address where the admin port is; absent before the pod has one, and once it has ended
 * @param ready whether the Service sends it new connections
 * @param counted whether it can still serve traffic by a configuration: it was ready once, and its process exists.
 *     Draining and frozen proxies count, and so does one that the API server has lost sight of
 */
public record ProxyPod(String uid, String name, @Nullable String address, boolean ready, boolean counted) {
    /** The proxy's container, whose startup probe asks for readiness: once started, it was ready. */
    public static final String CONTAINER = "proxy";

    /** Reads a pod of a LoadBalancer's Deployment. */
    public static ProxyPod of(Pod pod) {
        PodStatus status = pod.getStatus() == null ? new PodStatus() : pod.getStatus();
        boolean ready = status.getConditions().stream()
                .anyMatch(condition -> "Ready".equals(condition.getType()) && "True".equals(condition.getStatus()));
        boolean terminating = pod.getMetadata().getDeletionTimestamp() != null;
        return new ProxyPod(
                pod.getMetadata().getUid(),
                pod.getMetadata().getName(),
                hasEnded(status) ? null : status.getPodIP(),
                ready && !terminating,
                isServing(status) && !"NodeLost".equals(status.getReason()));
    }

    /** An evicted pod stays as an object, with the address that it had. */
    private static boolean hasEnded(PodStatus status) {
        return "Succeeded".equals(status.getPhase()) || "Failed".equals(status.getPhase());
    }

    private static boolean isServing(PodStatus status) {
        List<ContainerStatus> containers = status.getContainerStatuses();
        return containers.stream()
                .filter(container -> CONTAINER.equals(container.getName()))
                .anyMatch(container -> Boolean.TRUE.equals(container.getStarted())
                        && container.getState() != null
                        && container.getState().getRunning() != null);
    }
}
