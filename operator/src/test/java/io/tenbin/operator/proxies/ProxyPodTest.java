package io.tenbin.operator.proxies;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import org.junit.jupiter.api.Test;

class ProxyPodTest {

    @Test
    void a_pod_that_was_never_ready_does_not_count() {
        assertThat(ProxyPod.of(pod(false, false))).isEqualTo(new ProxyPod("uid", "edge-1", "10.0.0.1", false, false));
    }

    @Test
    void a_ready_pod_counts() {
        assertThat(ProxyPod.of(pod(true, true))).isEqualTo(new ProxyPod("uid", "edge-1", "10.0.0.1", true, true));
    }

    @Test
    void a_frozen_pod_counts_but_is_not_ready() {
        assertThat(ProxyPod.of(pod(true, false))).isEqualTo(new ProxyPod("uid", "edge-1", "10.0.0.1", false, true));
    }

    @Test
    void a_draining_pod_counts_until_its_process_has_ended() {
        Pod draining = pod(true, true);
        draining.getMetadata().setDeletionTimestamp("2026-01-01T00:00:00Z");
        assertThat(ProxyPod.of(draining)).isEqualTo(new ProxyPod("uid", "edge-1", "10.0.0.1", false, true));

        draining.getStatus()
                .getContainerStatuses()
                .getFirst()
                .setState(new ContainerStateBuilder()
                        .withNewTerminated()
                        .withExitCode(0)
                        .endTerminated()
                        .build());
        assertThat(ProxyPod.of(draining).counted()).isFalse();
    }

    @Test
    void a_pod_of_an_unreachable_node_does_not_count() {
        Pod lost = pod(true, false);
        lost.getStatus().setReason("NodeLost");
        assertThat(ProxyPod.of(lost).counted()).isFalse();
    }

    @Test
    void a_pod_without_a_status_is_nothing_yet() {
        Pod fresh = pod(true, true);
        fresh.setStatus(null);
        assertThat(ProxyPod.of(fresh)).isEqualTo(new ProxyPod("uid", "edge-1", null, false, false));
    }

    private static Pod pod(boolean started, boolean ready) {
        return new PodBuilder()
                .withNewMetadata()
                .withName("edge-1")
                .withUid("uid")
                .endMetadata()
                .withNewStatus()
                .withPodIP("10.0.0.1")
                .addNewCondition()
                .withType("Ready")
                .withStatus(ready ? "True" : "False")
                .endCondition()
                .addNewContainerStatus()
                .withName(ProxyPod.CONTAINER)
                .withStarted(started)
                .withNewState()
                .withNewRunning()
                .endRunning()
                .endState()
                .endContainerStatus()
                .endStatus()
                .build();
    }
}
