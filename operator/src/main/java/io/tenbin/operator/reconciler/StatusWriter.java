package io.tenbin.operator.reconciler;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.net.HttpURLConnection;

/** Writes status by server-side apply of an object that holds nothing else, so that nothing else becomes ours. */
final class StatusWriter {
    private static final PatchContext APPLY = new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager(OwnedObjects.FIELD_MANAGER)
            .withForce(true)
            .build();

    private final OperatorMetrics metrics;

    StatusWriter(OperatorMetrics metrics) {
        this.metrics = metrics;
    }

    /**
     * Writes the status and lets the next reconciliation see it, though the watch may lag.
     *
     * @param seen the object as read
     * @param fresh a new object with the status only
     * @return false if the object has changed since it was read: nothing was written, and it is to be looked at again
     */
    <P extends HasMetadata> boolean write(P seen, P fresh, Context<P> context) {
        fresh.setMetadata(new ObjectMetaBuilder()
                .withNamespace(seen.getMetadata().getNamespace())
                .withName(seen.getMetadata().getName())
                .withResourceVersion(seen.getMetadata().getResourceVersion())
                .build());
        try {
            P written =
                    context.getClient().resource(fresh).subresource("status").patch(APPLY);
            metrics.wrote(seen.getKind() + "/status");
            context.eventSourceRetriever()
                    .getControllerEventSource()
                    .handleRecentResourceUpdate(ResourceID.fromResource(seen), written, seen);
            return true;
        } catch (KubernetesClientException e) {
            // Not found: it was deleted meanwhile, and there is nothing to say any more.
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT || e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }
}
