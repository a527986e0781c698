package io.tenbin.operator.reconciler;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.tenbin.operator.resources.AdminToken;
import io.tenbin.operator.resources.CompiledSecret;
import io.tenbin.operator.resources.Desired;
import io.tenbin.operator.resources.Owner;
import io.tenbin.translate.ObjectKey;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Secret of each LoadBalancer. It is read by name, at each reconciliation, and never watched. */
final class CompiledSecrets {
    private static final Logger LOG = LoggerFactory.getLogger(CompiledSecrets.class);

    private final KubernetesClient client;
    private final OperatorMetrics metrics;
    private final SecureRandom random = new SecureRandom();
    private final Map<ObjectKey, String> tokens = new ConcurrentHashMap<>();

    CompiledSecrets(KubernetesClient client, OperatorMetrics metrics) {
        this.client = client;
        this.metrics = metrics;
    }

    /**
     * A LoadBalancer's Secret.
     *
     * @param object as it was read; null if there is none
     * @param content what is in it, with keys for session tickets that are not too old
     */
    record Held(@Nullable Secret object, CompiledSecret content) {}

    SecureRandom random() {
        return random;
    }

    /** As it is; null if there is none. */
    @Nullable
    Secret read(Owner owner) {
        return client.secrets()
                .inNamespace(owner.namespace())
                .withName(owner.objectName())
                .get();
    }

    /**
     * Makes it what it should be, with the token that it has, or a new one.
     *
     * @param existing what {@link #read} found
     */
    void write(Owner owner, @Nullable Secret existing, CompiledSecret content) throws NameConflictException {
        Secret secret = existing;
        if (secret == null) {
            // Created and not applied: of two operators one is refused, and reads the other's token at its next try.
            secret = client.resource(AdminToken.fresh(owner, random)).create();
            wrote("created", owner);
        }
        if (!owner.owns(secret)) {
            throw new NameConflictException(secret);
        }
        String token = AdminToken.read(secret)
                .orElseThrow(() -> new IllegalStateException("Secret %s/%s has no usable %s; delete it to get a new one"
                        .formatted(owner.namespace(), owner.objectName(), AdminToken.KEY)));
        tokens.put(new ObjectKey(owner.namespace(), owner.name()), token);
        Secret desired = Desired.marked(content.object(owner, token));
        if (!Desired.isIn(desired, secret)) {
            client.resource(desired)
                    .fieldManager(OwnedObjects.FIELD_MANAGER)
                    .forceConflicts()
                    .serverSideApply();
            wrote("applied", owner);
        }
    }

    /** The token that {@link #write} last found. */
    Optional<String> token(ObjectKey loadBalancer) {
        return Optional.ofNullable(tokens.get(loadBalancer));
    }

    void forget(ObjectKey loadBalancer) {
        tokens.remove(loadBalancer);
    }

    private void wrote(String how, Owner owner) {
        metrics.wrote("Secret");
        LOG.info("{} kind=Secret namespace={} name={}", how, owner.namespace(), owner.objectName());
    }
}
