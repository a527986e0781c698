package io.tenbin.operator.reconciler;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;

/** Writes status by server-side apply of an object that holds nothing else, so that nothing else becomes ours. */
final class StatusWriter {
    private static final PatchContext APPLY = new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager(OwnedObjects.FIELD_MANAGER)
            .withForce(true)
            .build();

    private StatusWriter() {}

    /**
     * Writes the status and lets the next reconciliation see it, though the watch may lag.
     *
     * @param seen the object as read; if it has changed since, the write is refused with a conflict and so repeated on
     *     newer grounds
     * @param fresh a new object with the status only
     */
    static <P extends HasMetadata> void write(P seen, P fresh, Context<P> context) {
        fresh.setMetadata(new ObjectMetaBuilder()
                .withNamespace(seen.getMetadata().getNamespace())
                .withName(seen.getMetadata().getName())
                .withResourceVersion(seen.getMetadata().getResourceVersion())
                .build());
        P written = context.getClient().resource(fresh).subresource("status").patch(APPLY);
        context.eventSourceRetriever()
                .getControllerEventSource()
                .handleRecentResourceUpdate(ResourceID.fromResource(seen), written, seen);
    }
}
