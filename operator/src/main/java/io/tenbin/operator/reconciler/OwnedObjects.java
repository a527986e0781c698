package io.tenbin.operator.reconciler;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.tenbin.operator.resources.Desired;
import io.tenbin.operator.resources.Owner;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The generated objects: read from informers, written by server-side apply, and only when something is to be changed. */
final class OwnedObjects {
    static final String FIELD_MANAGER = "tenbin-operator";

    private static final Logger LOG = LoggerFactory.getLogger(OwnedObjects.class);

    private final KubernetesClient client;
    private final ObjectSources sources;
    private final OperatorMetrics metrics;

    OwnedObjects(KubernetesClient client, ObjectSources sources, OperatorMetrics metrics) {
        this.client = client;
        this.sources = sources;
        this.metrics = metrics;
    }

    /**
     * Looks whether all that is desired may be written, before the first of it is. The informers see what carries our
     * labels; an object that they do not know is asked for once more by name, so that a stranger's is found.
     */
    void requireOwned(Owner owner, Iterable<? extends HasMetadata> desired) throws NameConflictException {
        for (HasMetadata object : desired) {
            Optional<? extends HasMetadata> existing = sources.find(object);
            if (existing.isEmpty()) {
                existing = Optional.ofNullable(client.resource(object).get());
            }
            if (existing.isPresent() && !owner.owns(existing.get())) {
                throw new NameConflictException(object);
            }
        }
    }

    /** Makes the object what it should be. Returns it as it is now. */
    <T extends HasMetadata> T apply(T unmarked) {
        T desired = Desired.marked(unmarked);
        InformerEventSource<T, ?> source = sources.of(desired);
        ResourceID id = ResourceID.fromResource(desired);
        Optional<T> existing = source.get(id);
        if (existing.isPresent() && Desired.isIn(desired, existing.get())) {
            return existing.get();
        }
        T written = client.resource(desired)
                .fieldManager(FIELD_MANAGER)
                .forceConflicts()
                .serverSideApply();
        metrics.wrote(desired.getKind());
        LOG.info(
                "applied kind={} namespace={} name={} resourceVersion={}",
                desired.getKind(),
                id.getNamespace().orElse(""),
                id.getName(),
                written.getMetadata().getResourceVersion());
        if (existing.isPresent()) {
            source.handleRecentResourceUpdate(id, written, existing.get());
        } else {
            source.handleRecentResourceCreate(id, written);
        }
        return written;
    }
}
