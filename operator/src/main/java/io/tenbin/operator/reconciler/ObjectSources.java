package io.tenbin.operator.reconciler;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.SecondaryToPrimaryMapper;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.tenbin.api.v1alpha1.LoadBalancer;
import io.tenbin.operator.resources.Owner;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** One informer per kind of object that belongs to LoadBalancers. All but the Services are filtered by label. */
final class ObjectSources {
    private static final List<Class<? extends HasMetadata>> LABELLED = List.of(
            ConfigMap.class,
            ServiceAccount.class,
            Role.class,
            RoleBinding.class,
            Deployment.class,
            PodDisruptionBudget.class,
            Pod.class);

    private final Map<Class<? extends HasMetadata>, InformerEventSource<?, LoadBalancer>> sources =
            new LinkedHashMap<>();

    /**
     * The sources, not started.
     *
     * @param services which LoadBalancers a Service concerns, generated or user's
     */
    ObjectSources(EventSourceContext<LoadBalancer> context, SecondaryToPrimaryMapper<Service> services) {
        LABELLED.forEach(kind -> sources.put(kind, labelled(kind, context)));
        sources.put(Service.class, source(Service.class, services, Optional.empty(), context));
    }

    List<EventSource<?, LoadBalancer>> all() {
        return List.copyOf(sources.values());
    }

    @SuppressWarnings("unchecked")
    <T extends HasMetadata> InformerEventSource<T, LoadBalancer> of(T object) {
        return of((Class<T>) object.getClass());
    }

    @SuppressWarnings("unchecked")
    <T extends HasMetadata> InformerEventSource<T, LoadBalancer> of(Class<T> kind) {
        return (InformerEventSource<T, LoadBalancer>) Objects.requireNonNull(sources.get(kind), kind.getName());
    }

    /** The object as it is that has this one's kind and name. */
    <T extends HasMetadata> Optional<T> find(T object) {
        return of(object).get(ResourceID.fromResource(object));
    }

    <T extends HasMetadata> Optional<T> find(Class<T> kind, String namespace, String name) {
        return of(kind).get(new ResourceID(name, namespace));
    }

    /** The pods that carry this LoadBalancer's labels. */
    List<Pod> pods(Owner owner) {
        return of(Pod.class)
                .list(
                        owner.namespace(),
                        pod -> owner.name().equals(pod.getMetadata().getLabels().get(Owner.LOAD_BALANCER)))
                .toList();
    }

    /** Our label is the way back, whoever is named as owner. */
    static Set<ResourceID> byLabel(HasMetadata object) {
        Map<String, String> labels = object.getMetadata().getLabels();
        String name = labels == null ? null : labels.get(Owner.LOAD_BALANCER);
        return name == null
                ? Set.of()
                : Set.of(new ResourceID(name, object.getMetadata().getNamespace()));
    }

    private static <T extends HasMetadata> InformerEventSource<T, LoadBalancer> labelled(
            Class<T> kind, EventSourceContext<LoadBalancer> context) {
        return source(
                kind,
                ObjectSources::byLabel,
                Optional.of(Owner.MANAGED_BY + "=" + Owner.TENBIN + "," + Owner.LOAD_BALANCER),
                context);
    }

    private static <T extends HasMetadata> InformerEventSource<T, LoadBalancer> source(
            Class<T> kind,
            SecondaryToPrimaryMapper<T> mapper,
            Optional<String> labels,
            EventSourceContext<LoadBalancer> context) {
        InformerEventSourceConfiguration.Builder<T> builder = InformerEventSourceConfiguration.from(
                        kind, LoadBalancer.class)
                .withName(kind.getSimpleName())
                .withNamespacesInheritedFromController()
                .withSecondaryToPrimaryMapper(mapper)
                // Mappers look at other caches: the index that would otherwise be built from them would be stale.
                .withPrimaryToSecondaryMapper((LoadBalancer primary) -> Set.of());
        labels.ifPresent(builder::withLabelSelector);
        return new InformerEventSource<>(builder.build(), context);
    }
}
