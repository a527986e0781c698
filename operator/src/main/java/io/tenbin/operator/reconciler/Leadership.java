package io.tenbin.operator.reconciler;

import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which of the operator's replicas works. One that loses the Lease ends at once, since another may write already; one
 * that is told to end gives the Lease back, so that the next need not wait for it to run out.
 */
@ApplicationScoped
class Leadership {
    private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);
    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final Duration RENEW = Duration.ofSeconds(10);
    private static final Duration RETRY = Duration.ofSeconds(2);
    private static final int LOST = 1;

    private final OperatorSettings settings;
    private final KubernetesClient client;
    private volatile boolean ending;

    Leadership(OperatorSettings settings, KubernetesClient client) {
        this.settings = settings;
        this.client = client;
    }

    /** Tells the SDK, which looks for such a bean. Its own way out, an exit within the shutdown, would wait for itself. */
    @Produces
    LeaderElectionConfiguration configuration() {
        return new LeaderElectionConfiguration(
                settings.leaseName(),
                settings.leaseNamespace().orElse(null),
                LEASE,
                RENEW,
                RETRY,
                settings.instance(),
                new LeaderCallbacks(() -> {}, this::stopped, leader -> {}),
                false);
    }

    void ending(@Observes @Priority(1) ShutdownEvent event) {
        ending = true;
    }

    private void stopped() {
        if (ending) {
            giveBack();
        } else {
            LOG.error("lease lost name={} instance={}: ending", settings.leaseName(), settings.instance());
            Runtime.getRuntime().halt(LOST);
        }
    }

    private void giveBack() {
        String namespace = settings.leaseNamespace().orElseGet(client::getNamespace);
        try {
            client.leases()
                    .inNamespace(namespace)
                    .withName(settings.leaseName())
                    .edit(lease -> settings.instance().equals(lease.getSpec().getHolderIdentity())
                            ? new LeaseBuilder(lease)
                                    .editSpec()
                                    .withHolderIdentity("")
                                    .withLeaseDurationSeconds(1)
                                    .endSpec()
                                    .build()
                            : lease);
        } catch (KubernetesClientException e) {
            LOG.warn("lease not given back, it runs out by itself cause=\"{}\"", e.getMessage());
        }
    }
}
