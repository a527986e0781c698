package io.tenbin.operator.reconciler;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.tenbin.operator.resources.AdminToken;
import io.tenbin.operator.resources.Owner;
import io.tenbin.translate.ObjectKey;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The token of each LoadBalancer's admin ports. Secrets are read by name, one at a time, and never watched. */
final class AdminTokens {
    private static final Logger LOG = LoggerFactory.getLogger(AdminTokens.class);

    private final KubernetesClient client;
    private final SecureRandom random = new SecureRandom();
    private final Map<ObjectKey, String> known = new ConcurrentHashMap<>();

    AdminTokens(KubernetesClient client) {
        this.client = client;
    }

    /** Makes sure that there is a token. */
    void require(Owner owner) throws NameConflictException {
        Secret secret = client.secrets()
                .inNamespace(owner.namespace())
                .withName(owner.objectName())
                .get();
        if (secret == null) {
            // Created and not applied: of two operators one is refused, and reads the other's token at its next try.
            secret = client.resource(AdminToken.fresh(owner, random)).create();
            LOG.info("created kind=Secret namespace={} name={}", owner.namespace(), owner.objectName());
        }
        if (!owner.owns(secret)) {
            throw new NameConflictException(secret);
        }
        String token = AdminToken.read(secret)
                .orElseThrow(() -> new IllegalStateException("Secret %s/%s has no usable %s; delete it to get a new one"
                        .formatted(owner.namespace(), owner.objectName(), AdminToken.KEY)));
        known.put(new ObjectKey(owner.namespace(), owner.name()), token);
    }

    /** What {@link #require} last found. */
    Optional<String> known(ObjectKey loadBalancer) {
        return Optional.ofNullable(known.get(loadBalancer));
    }

    void forget(ObjectKey loadBalancer) {
        known.remove(loadBalancer);
    }
}
