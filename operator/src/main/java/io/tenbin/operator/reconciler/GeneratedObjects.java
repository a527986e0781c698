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
import io.tenbin.config.MaterialName;
import io.tenbin.config.Materials;
import io.tenbin.config.ProxyConfig;
import io.tenbin.config.ProxyConfigCodec;
import io.tenbin.config.TicketKeys;
import io.tenbin.operator.reconciler.CompiledSecrets.Held;
import io.tenbin.operator.resources.CompiledSecret;
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
import io.tenbin.translate.LoadBalancerTranslation;
import io.tenbin.translate.Reason;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Writes the objects of one LoadBalancer, in the order that drops nothing. */
final class GeneratedObjects {
    private final OwnedObjects objects;
    private final ObjectSources sources;
    private final CompiledSecrets secrets;
    private final ProxyImage proxyImage;

    GeneratedObjects(OwnedObjects objects, ObjectSources sources, CompiledSecrets secrets, ProxyImage proxyImage) {
        this.objects = objects;
        this.secrets = secrets;
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
     * <p>What the proxies need to start comes first, and with it the texts that the configuration is going to name. Then the Service: a removed port has to leave it before the
     * configuration tells the proxies to unbind, and a new one joins when they have bound it. Then the configuration, and
     * the proxies themselves.
     *
     * @param held the Secret as it is
     */
    Rollout write(LoadBalancer loadBalancer, LoadBalancerTranslation translation, Held held, Proxies proxies) {
        ProxyConfig config = translation.config();
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
        Optional<CompiledSecret> content = content(owner, translation, held, proxies.allHave(encoded.hash()));
        if (content.isEmpty()) {
            return Rollout.Refused.because(
                    Reason.TOO_LARGE, "spec", "the certificates in force and the new ones do not fit into one Secret");
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
            secrets.write(owner, held.object(), content.get());
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

    /**
     * What proxies may be asking for: what is in force and what is to be. What was before goes when all have the newest.
     *
     * @return empty if it does not fit
     */
    private Optional<CompiledSecret> content(
            Owner owner, LoadBalancerTranslation translation, Held held, boolean allHaveIt) {
        Materials wanted = translation.secrets().materials();
        TicketKeys keys = held.content().ticketKeys();
        boolean sealing = keys != null && wanted.hasAll(List.of(MaterialName.of(keys.text())));
        CompiledSecret next = (sealing ? held.content() : held.content().withoutKeys()).with(wanted);
        if (allHaveIt) {
            return Optional.of(next).filter(CompiledSecret::fits);
        }
        Set<MaterialName> inForce = configInForce(owner)
                .flatMap(ConfigObject::read)
                .map(ProxyConfig::materials)
                .orElse(Set.of());
        Materials before = held.content().materials();
        return Stream.of(before.and(wanted), before.only(inForce).and(wanted))
                .map(next::with)
                .filter(CompiledSecret::fits)
                .findFirst();
    }

    private PortOrder ports(Owner owner, ProxyConfig config, Proxies proxies) {
        List<Port> wanted = PublicService.wanted(config);
        return service(owner)
                .map(service -> PortOrder.next(wanted, PublicService.current(service), proxies.bound()))
                .orElseGet(() -> PortOrder.initial(wanted));
    }
}
