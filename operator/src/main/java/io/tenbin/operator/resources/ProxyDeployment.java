package io.tenbin.operator.resources;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraintBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.tenbin.api.v1alpha1.ProxySpec;
import io.tenbin.api.v1alpha1.TolerationSpec;
import io.tenbin.config.DrainConfig;
import io.tenbin.operator.proxies.ProxyPod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The proxies' Deployment. Its pod template depends on {@code spec.proxy} and the image alone, never on the
 * configuration: proxies take that in place, and declare no port but the admin's.
 */
public final class ProxyDeployment {
    static final String ADMIN = "admin";
    static final int ADMIN_PORT = 9901;

    private static final long NON_ROOT = 65532;
    private static final Duration MARGIN = Duration.ofSeconds(15);
    private static final int READABLE_BY_GROUP = 0440;

    private static final ResourceRequirements DEFAULT_RESOURCES = new ResourceRequirementsBuilder()
            .withRequests(new TreeMap<>(Map.of("cpu", new Quantity("100m"), "memory", new Quantity("256Mi"))))
            .withLimits(Map.of("memory", new Quantity("512Mi")))
            .build();

    private ProxyDeployment() {}

    /**
     * The Deployment.
     *
     * @param replicas of {@code spec.replicas}
     * @param proxy {@code spec.proxy}
     * @param drain the drain in force, which the pods' grace period has to leave room for
     * @param image what they run
     */
    public static Deployment of(
            Owner owner, int replicas, @Nullable ProxySpec proxy, DrainConfig drain, ProxyImage image) {
        return new DeploymentBuilder()
                .withMetadata(owner.metadata(owner.objectName()))
                .withNewSpec()
                .withReplicas(replicas)
                .withRevisionHistoryLimit(3)
                .withNewSelector()
                .withMatchLabels(owner.selector())
                .endSelector()
                .withNewStrategy()
                .withType("RollingUpdate")
                .withNewRollingUpdate()
                .withMaxUnavailable(new IntOrString(0))
                .withMaxSurge(new IntOrString(1))
                .endRollingUpdate()
                .endStrategy()
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(owner.labels())
                .endMetadata()
                .withSpec(pod(owner, proxy, drain, image))
                .endTemplate()
                .endSpec()
                .build();
    }

    private static PodSpec pod(Owner owner, @Nullable ProxySpec proxy, DrainConfig drain, ProxyImage image) {
        return new PodSpecBuilder()
                .withServiceAccountName(owner.objectName())
                .withAutomountServiceAccountToken(true)
                .withImagePullSecrets(image.pullSecrets().stream()
                        .map(LocalObjectReference::new)
                        .toList())
                .withTerminationGracePeriodSeconds(grace(drain).toSeconds())
                .withNodeSelector(proxy == null ? Map.of() : proxy.nodeSelector())
                .withTolerations(tolerations(proxy))
                .withTopologySpreadConstraints(
                        spread(owner, "kubernetes.io/hostname"), spread(owner, "topology.kubernetes.io/zone"))
                .withNewSecurityContext()
                .withRunAsNonRoot(true)
                .withRunAsUser(NON_ROOT)
                .withRunAsGroup(NON_ROOT)
                .withFsGroup(NON_ROOT)
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .endSecurityContext()
                .withContainers(container(owner, proxy, image))
                .addNewVolume()
                .withName("config")
                .withNewConfigMap()
                .withName(owner.objectName())
                .endConfigMap()
                .endVolume()
                .addNewVolume()
                .withName("secret")
                .withNewSecret()
                .withSecretName(owner.objectName())
                .withDefaultMode(READABLE_BY_GROUP)
                .endSecret()
                .endVolume()
                .addNewVolume()
                .withName("state")
                .withNewEmptyDir()
                .withMedium("Memory")
                .withSizeLimit(new Quantity("32Mi"))
                .endEmptyDir()
                .endVolume()
                .build();
    }

    private static Container container(Owner owner, @Nullable ProxySpec proxy, ProxyImage image) {
        return new ContainerBuilder()
                .withName(ProxyPod.CONTAINER)
                .withImage(image.name())
                .withImagePullPolicy(image.pullPolicy())
                .withArgs(arguments(owner, proxy))
                .addNewPort()
                .withName(ADMIN)
                .withContainerPort(ADMIN_PORT)
                .withProtocol("TCP")
                .endPort()
                // A pod counts as one that was ready once when it has started, hence the same question.
                .withStartupProbe(probe("/readyz", 1, 300))
                .withLivenessProbe(probe("/livez", 10, 3))
                .withReadinessProbe(probe("/readyz", 2, 2))
                .withNewSecurityContext()
                .withAllowPrivilegeEscalation(false)
                .withReadOnlyRootFilesystem(true)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .endSecurityContext()
                .withResources(resources(proxy))
                .addNewVolumeMount()
                .withName("config")
                .withMountPath("/etc/tenbin/config")
                .withReadOnly(true)
                .endVolumeMount()
                .addNewVolumeMount()
                .withName("secret")
                .withMountPath("/etc/tenbin/secret")
                .withReadOnly(true)
                .endVolumeMount()
                .addNewVolumeMount()
                .withName("state")
                .withMountPath("/var/lib/tenbin")
                .endVolumeMount()
                .build();
    }

    private static List<String> arguments(Owner owner, @Nullable ProxySpec proxy) {
        List<String> arguments = new ArrayList<>(List.of(
                "--config-map=" + owner.namespace() + "/" + owner.objectName(),
                "--config-file=/etc/tenbin/config/" + ConfigObject.PLAIN,
                "--materials-dir=/etc/tenbin/secret",
                "--state-dir=/var/lib/tenbin",
                "--admin=" + ADMIN_PORT,
                "--token-file=/etc/tenbin/secret/" + AdminToken.KEY));
        if (proxy != null && proxy.transport() != null) {
            arguments.add("--transport=" + proxy.transport());
        }
        if (proxy != null && proxy.eventLoopThreads() != null) {
            arguments.add("--threads=" + proxy.eventLoopThreads());
        }
        return arguments;
    }

    /**
     * Both parts of a drain and a margin. The first part counts as whole minutes, so that a change of {@code
     * drain.minDuration} within the minute, which proxies take in place, does not roll them for the grace period's sake.
     */
    static Duration grace(DrainConfig drain) {
        long minutes = Math.max(1, drain.minDuration().plusSeconds(59).toMinutes());
        return Duration.ofMinutes(minutes).plus(drain.timeout()).plus(MARGIN);
    }

    private static Probe probe(String path, int period, int failures) {
        return new ProbeBuilder()
                .withNewHttpGet()
                .withPath(path)
                .withPort(new IntOrString(ADMIN))
                .endHttpGet()
                .withPeriodSeconds(period)
                .withTimeoutSeconds(5)
                .withFailureThreshold(failures)
                .build();
    }

    private static ResourceRequirements resources(@Nullable ProxySpec proxy) {
        if (proxy == null || proxy.resources() == null) {
            return DEFAULT_RESOURCES;
        }
        return new ResourceRequirementsBuilder()
                .withRequests(proxy.resources().requests())
                .withLimits(proxy.resources().limits())
                .build();
    }

    private static List<Toleration> tolerations(@Nullable ProxySpec proxy) {
        List<TolerationSpec> tolerations = proxy == null ? List.of() : proxy.tolerations();
        return tolerations.stream()
                .map(of -> new Toleration(of.effect(), of.key(), of.operator(), of.tolerationSeconds(), of.value()))
                .toList();
    }

    /** Proxies apart from each other, where there is room. */
    private static TopologySpreadConstraint spread(Owner owner, String topology) {
        return new TopologySpreadConstraintBuilder()
                .withMaxSkew(1)
                .withTopologyKey(topology)
                .withWhenUnsatisfiable("ScheduleAnyway")
                .withNewLabelSelector()
                .withMatchLabels(owner.selector())
                .endLabelSelector()
                .build();
    }
}
