package io.tenbin.operator.reconciler;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import io.tenbin.api.v1alpha1.Backend;
import io.tenbin.api.v1alpha1.BackendStatus;
import io.tenbin.operator.status.BackendObservation;
import io.tenbin.operator.status.BackendObservation.BackendUse;
import io.tenbin.operator.status.EndpointNews;
import io.tenbin.translate.BackendTranslation;
import io.tenbin.translate.ObjectKey;
import io.tenbin.translate.Resources;
import io.tenbin.translate.Translator;
import io.tenbin.translate.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;

/** Reports on Backends. All that they cause is done where the LoadBalancers that refer to them are reconciled. */
@ControllerConfiguration(name = "backend", fieldManager = OwnedObjects.FIELD_MANAGER)
@GradualRetry(maxAttempts = -1, initialInterval = 500, intervalMultiplier = 2, maxInterval = 60_000)
class BackendReconciler implements Reconciler<Backend> {
    private static final String KIND = "Backend";
    private static final Duration AGAIN = Duration.ofMillis(100);

    private final BackendLedger ledger;
    private final UserSecrets userSecrets;
    private final StatusWriter statuses;
    private final Clock clock = Clock.systemUTC();
    private final Announcer announcer;
    private final InboundEvents<Backend> inbound = new InboundEvents<>("uses", this::forget);

    BackendReconciler(
            OperatorSettings settings,
            KubernetesClient client,
            BackendLedger ledger,
            UserSecrets userSecrets,
            OperatorMetrics metrics) {
        this.ledger = ledger;
        this.userSecrets = userSecrets;
        this.statuses = new StatusWriter(metrics);
        this.announcer = new Announcer(client, metrics, settings.instance(), clock);
    }

    @Override
    public List<EventSource<?, Backend>> prepareEventSources(EventSourceContext<Backend> context) {
        ledger.onChange(inbound::trigger);
        userSecrets.onChange(KIND, inbound::trigger);
        return List.of(inbound);
    }

    @Override
    public UpdateControl<Backend> reconcile(Backend backend, Context<Backend> context) {
        if (!ledger.isComplete()) {
            return UpdateControl.<Backend>noUpdate().rescheduleAfter(AGAIN);
        }
        ObjectKey key = ObjectKey.of(backend);
        BackendTranslation translation = translate(backend, key);
        SortedMap<String, BackendUse> uses = ledger.uses(key);
        BackendObservation seen =
                new BackendObservation(backend, accepted(backend, translation, uses), translation.resolvedRefs(), uses);
        BackendStatus before = backend.getStatus();
        BackendStatus status = seen.status(
                before, clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
        if (!status.equals(before)) {
            Backend fresh = new Backend();
            fresh.setStatus(status);
            if (!statuses.write(backend, fresh, context)) {
                return UpdateControl.<Backend>noUpdate().rescheduleAfter(AGAIN);
            }
            announcer.announce(backend, before == null ? List.of() : before.conditions(), status.conditions());
            announcer.announce(backend, EndpointNews.between(before, status));
        }
        return UpdateControl.noUpdate();
    }

    /** Once more with the Secrets that it was found to refer to. */
    private BackendTranslation translate(Backend backend, ObjectKey key) {
        Resources resources = ledger.resources(key.namespace());
        while (true) {
            BackendTranslation translation =
                    Translator.backend(backend, resources.withSecrets(userSecrets.known(clock.instant())), null);
            if (!userSecrets.follow(
                    new UserSecrets.Follower(KIND, key), translation.secrets().asked())) {
                return translation;
            }
        }
    }

    private void forget(ObjectKey backend) {
        userSecrets.follow(new UserSecrets.Follower(KIND, backend), Set.of());
    }

    /** The verdict of a LoadBalancer that uses it, which knows whether an earlier version is in force. */
    private static Verdict accepted(
            Backend backend, BackendTranslation translation, SortedMap<String, BackendUse> uses) {
        return uses.values().stream()
                .filter(use -> use.generation() == backend.getMetadata().getGeneration())
                .map(BackendUse::accepted)
                .findFirst()
                .orElse(translation.accepted());
    }
}
