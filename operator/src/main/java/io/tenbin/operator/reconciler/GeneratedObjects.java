package io.tenbin.operator.reconciler;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.tenbin.api.v1alpha1.LoadBalancer;
import io.tenbin.api.v1alpha1.LoadBalancerSpec;
import io.tenbin.config.EncodedConfig;
import io.tenbin.config.ProxyConfig;
import io.tenbin.config.ProxyConfigCodec;
import io.tenbin.operator.resources.ConfigObject;
import io.tenbin.operator.resources.DisruptionBudget;
import io.tenbin.operator.resources.Owner;
import io.tenbin.operator.resources.PortOrder;
import io.tenbin.operator.resources.PortOrder.Port;
import io.tenbin.operator.resources.ProxyAccess;
import io.tenbin.operator.resources.ProxyDeployment;
import io.tenbin.operator.resources.ProxyImage;
import io.tenbin.operator.resources.PublicService;
import io.tenbin.operator.resources.ReplicaService;
import io.tenbin.translate.Defaults;
import io.tenbin.translate.Reason;
import java.util.List;
import java.util.Optional;

/** Writes the objects of one LoadBalancer, in the order that drops nothing. */
final class GeneratedObjects {
    private final OwnedObjects objects;
    private final ObjectSources sources;
    private final AdminTokens tokens;
    private final ProxyImage proxyImage;

    GeneratedObjects(OwnedObjects objects, ObjectSources sources, AdminTokens tokens, ProxyImage proxyImage) {
        this.objects = objects;
        this.tokens = tokens;
        this.sources = sources;
        this.proxyImage = proxyImage;
    }

    /** What the proxies were last given. */
    Optional<ConfigMap> configInForce(Owner owner) {
        return sources.find(ConfigMap.class, owner.namespace(), owner.objectName());
    }

    /** The public Service as it is. */
    Optional<Service> service(Owner owner) {
        return sources.find(Service.class, owner.namespace(), owner.name()).filter(owner::owns);
    }

    /** How many pods there are, as an autoscaler counts. */
    int replicas(Owner owner) {
        return sources.find(Deployment.class, owner.namespace(), owner.objectName())
                .map(Deployment::getStatus)
                .map(DeploymentStatus::getReplicas)
                .orElse(0);
    }

    /**
     * Writes what differs.
     *
     * <p>What the proxies need to start comes first. Then the Service: a removed port has to leave it before the
     * configuration tells the proxies to unbind, and a new one joins when they have bound it. Then the configuration, and
     * the proxies themselves.
     */
    Rollout write(LoadBalancer loadBalancer, ProxyConfig config, Proxies proxies) {
        if (config.listeners().isEmpty()) {
            return new Rollout.Nothing();
        }
        Owner owner = Owner.of(loadBalancer);
        LoadBalancerSpec spec = loadBalancer.getSpec();
        EncodedConfig encoded = ProxyConfigCodec.encode(config);
        ConfigMap configMap = ConfigObject.of(owner, encoded);
        if (!ConfigObject.fits(configMap)) {
            return Rollout.Refused.because(
                    Reason.TOO_LARGE, "spec", "the configuration does not fit into one ConfigMap, even compressed");
        }
        PortOrder order = ports(owner, config, proxies);
        Service service = PublicService.of(owner, spec == null ? null : spec.service(), order.ports());
        List<HasMetadata> before =
                List.of(ProxyAccess.account(owner), ProxyAccess.role(owner), ProxyAccess.binding(owner));
        List<HasMetadata> after = List.of(
                configMap,
                ProxyDeployment.of(
                        owner,
                        spec == null || spec.replicas() == null ? Defaults.REPLICAS : spec.replicas(),
                        spec == null ? null : spec.proxy(),
                        config.drain(),
                        proxyImage),
                ReplicaService.of(owner),
                DisruptionBudget.of(owner));
        try {
            objects.requireOwned(owner, before);
            objects.requireOwned(owner, List.of(service));
            objects.requireOwned(owner, after);
            tokens.require(owner);
            before.forEach(objects::apply);
            Service written = objects.apply(service);
            after.forEach(objects::apply);
            return new Rollout.Written(written, encoded.hash(), order.waiting());
        } catch (NameConflictException e) {
            return Rollout.Refused.because(Reason.NAME_CONFLICT, "metadata.name", String.valueOf(e.getMessage()));
        } catch (KubernetesClientException e) {
            return new Rollout.Failed(e);
        }
    }

    private PortOrder ports(Owner owner, ProxyConfig config, Proxies proxies) {
        List<Port> wanted = PublicService.wanted(config);
        return service(owner)
                .map(service -> PortOrder.next(wanted, PublicService.current(service), proxies.bound()))
                .orElseGet(() -> PortOrder.initial(wanted));
    }
}
