package io.tenbin.operator.reconciler;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;
import io.tenbin.translate.ObjectKey;
import java.util.Set;
import java.util.function.Consumer;

/** Reconciliations asked for by ourselves; and the news of an object's deletion, for which there is no finalizer. */
final class InboundEvents<P extends HasMetadata> extends AbstractEventSource<Void, P> implements ResourceEventAware<P> {
    private final Consumer<ObjectKey> onDeleted;

    InboundEvents(String name, Consumer<ObjectKey> onDeleted) {
        super(Void.class, name);
        this.onDeleted = onDeleted;
    }

    /** Has the object reconciled. Before the start there is nothing to do: everything is reconciled then. */
    void trigger(ObjectKey key) {
        if (isRunning()) {
            getEventHandler().handleEvent(new Event(new ResourceID(key.name(), key.namespace())));
        }
    }

    @Override
    public void onResourceDeleted(P resource) {
        onDeleted.accept(ObjectKey.of(resource));
    }

    @Override
    public Set<Void> getSecondaryResources(P primary) {
        return Set.of();
    }
}
