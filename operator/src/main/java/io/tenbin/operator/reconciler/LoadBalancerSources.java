package io.tenbin.operator.reconciler;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.tenbin.api.v1alpha1.Backend;
import io.tenbin.api.v1alpha1.LoadBalancer;
import io.tenbin.operator.resources.Owner;
import io.tenbin.translate.ObjectKey;
import io.tenbin.translate.Resources;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All that LoadBalancers are made of, as informers see it, and which LoadBalancers a change concerns. */
final class LoadBalancerSources {
    private final IndexerResourceCache<LoadBalancer> loadBalancers;
    private final InformerEventSource<Backend, LoadBalancer> backends;
    private final ObjectSources objects;
    private final Consumer<ObjectKey> onBackendTouched;

    /**
     * The sources, not started.
     *
     * @param onBackendTouched told of Backends whose Services have changed, whoever refers to them
     */
    LoadBalancerSources(EventSourceContext<LoadBalancer> context, Consumer<ObjectKey> onBackendTouched) {
        this.onBackendTouched = onBackendTouched;
        loadBalancers = context.getPrimaryCache();
        loadBalancers.addIndexer(References.BACKENDS, References::backends);
        backends = new InformerEventSource<>(
                InformerEventSourceConfiguration.from(Backend.class, LoadBalancer.class)
                        .withName("Backend")
                        .withNamespacesInheritedFromController()
                        .withSecondaryToPrimaryMapper(this::referringTo)
                        .withPrimaryToSecondaryMapper((LoadBalancer primary) -> Set.of())
                        // A Backend's status is written by ourselves.
                        .withOnUpdateFilter((now, before) -> !Objects.equals(
                                now.getMetadata().getGeneration(),
                                before.getMetadata().getGeneration()))
                        .build(),
                context);
        backends.addIndexers(
                Map.of(References.SERVICES, References::services, References.FALLBACKS, References::fallbacks));
        objects = new ObjectSources(context, this::concernedBy);
    }

    List<EventSource<?, LoadBalancer>> all() {
        List<EventSource<?, LoadBalancer>> all = new ArrayList<>(objects.all());
        all.add(backends);
        return all;
    }

    ObjectSources objects() {
        return objects;
    }

    /** Every LoadBalancer that exists. */
    Collection<ObjectKey> loadBalancers() {
        return loadBalancers.list(loadBalancer -> true).map(ObjectKey::of).toList();
    }

    /** What LoadBalancers of a namespace may refer to. */
    Resources resources(String namespace) {
        List<Backend> ofNamespace = backends.list(namespace, backend -> true).toList();
        return Resources.of(
                ofNamespace,
                objects.of(Service.class).list(namespace, service -> true).toList());
    }

    /** Those that refer to it, and to Backends that fall back to it, over however many steps. */
    private Set<ResourceID> referringTo(Backend backend) {
        Set<ResourceID> referring = new HashSet<>();
        Set<ObjectKey> seen = new HashSet<>();
        Deque<Backend> next = new ArrayDeque<>(List.of(backend));
        while (!next.isEmpty()) {
            Backend reached = next.remove();
            if (seen.add(ObjectKey.of(reached))) {
                referring.addAll(referringDirectlyTo(reached));
                backends.byIndex(References.FALLBACKS, ObjectKey.of(reached).toString())
                        .forEach(from -> {
                            onBackendTouched.accept(ObjectKey.of(from));
                            next.add(from);
                        });
            }
        }
        return referring;
    }

    private Set<ResourceID> referringDirectlyTo(Backend backend) {
        return loadBalancers.byIndex(References.BACKENDS, ObjectKey.of(backend).toString()).stream()
                .map(ResourceID::fromResource)
                .collect(Collectors.toSet());
    }

    /** A generated Service, one that has the name of one, or one that Backends refer to. */
    private Set<ResourceID> concernedBy(Service service) {
        Set<ResourceID> concerned = new HashSet<>(ObjectSources.byLabel(service));
        Stream.of(ObjectKey.of(service).name(), withoutPrefix(service))
                .map(name -> new ResourceID(name, service.getMetadata().getNamespace()))
                .filter(id -> loadBalancers.get(id).isPresent())
                .forEach(concerned::add);
        backends.byIndex(References.SERVICES, ObjectKey.of(service).toString()).forEach(backend -> {
            concerned.addAll(referringTo(backend));
            onBackendTouched.accept(ObjectKey.of(backend));
        });
        return concerned;
    }

    private static String withoutPrefix(HasMetadata object) {
        String name = object.getMetadata().getName();
        return name.startsWith(Owner.PREFIX) ? name.substring(Owner.PREFIX.length()) : name;
    }
}
