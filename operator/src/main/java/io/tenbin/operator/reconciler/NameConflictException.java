package io.tenbin.operator.reconciler;

import io.fabric8.kubernetes.api.model.HasMetadata;

/** An object that we would generate exists and is somebody else's. */
final class NameConflictException extends Exception {
    private static final long serialVersionUID = 1;

    NameConflictException(HasMetadata object) {
        super("%s %s exists and does not belong to this LoadBalancer; delete it or choose another name"
                .formatted(object.getKind(), object.getMetadata().getName()));
    }
}
