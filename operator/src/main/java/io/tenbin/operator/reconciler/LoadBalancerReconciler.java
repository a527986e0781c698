package io.tenbin.operator.reconciler;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import io.tenbin.api.v1alpha1.LoadBalancer;
import io.tenbin.api.v1alpha1.LoadBalancerStatus;
import io.tenbin.operator.proxies.ProxyObserver;
import io.tenbin.operator.proxies.ProxyPod;
import io.tenbin.operator.resources.ConfigObject;
import io.tenbin.operator.resources.Owner;
import io.tenbin.operator.status.BackendObservation.BackendUse;
import io.tenbin.operator.status.LoadBalancerObservation;
import io.tenbin.operator.status.Progress;
import io.tenbin.translate.LoadBalancerTranslation;
import io.tenbin.translate.ObjectKey;
import io.tenbin.translate.Resources;
import io.tenbin.translate.Translator;
import jakarta.annotation.PreDestroy;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gathers what concerns one LoadBalancer, translates it, writes the result, and reports what is seen of it. */
@ControllerConfiguration(name = "loadbalancer", fieldManager = OwnedObjects.FIELD_MANAGER)
@GradualRetry(maxAttempts = -1, initialInterval = 500, intervalMultiplier = 2, maxInterval = 60_000)
class LoadBalancerReconciler implements Reconciler<LoadBalancer> {
    private static final Duration AGAIN = Duration.ofMillis(100);

    private final OperatorSettings settings;
    private final KubernetesClient client;
    private final BackendLedger ledger;
    private final OperatorMetrics metrics;
    private final StatusWriter statuses;
    private final Clock clock = Clock.systemUTC();
    private final Announcer announcer;
    private final AdminTokens tokens;
    private final InboundEvents<LoadBalancer> inbound = new InboundEvents<>("proxies", this::forget);
    private final ProxyObserver<ObjectKey> observer = new ProxyObserver<>(inbound::trigger);
    private @Nullable LoadBalancerSources sources;

    LoadBalancerReconciler(
            OperatorSettings settings, KubernetesClient client, BackendLedger ledger, OperatorMetrics metrics) {
        this.settings = settings;
        this.client = client;
        this.ledger = ledger;
        this.metrics = metrics;
        this.statuses = new StatusWriter(metrics);
        this.announcer = new Announcer(client, metrics, settings.instance(), clock);
        this.tokens = new AdminTokens(client);
    }

    @Override
    public List<EventSource<?, LoadBalancer>> prepareEventSources(EventSourceContext<LoadBalancer> context) {
        LoadBalancerSources prepared = new LoadBalancerSources(context, ledger::touch);
        sources = prepared;
        ledger.readFrom(prepared);
        List<EventSource<?, LoadBalancer>> all = new ArrayList<>(prepared.all());
        all.add(inbound);
        return all;
    }

    @Override
    public UpdateControl<LoadBalancer> reconcile(LoadBalancer loadBalancer, Context<LoadBalancer> context) {
        LoadBalancerSources from = Objects.requireNonNull(sources, "prepared before the first reconciliation");
        Owner owner = Owner.of(loadBalancer);
        GeneratedObjects generated = new GeneratedObjects(
                new OwnedObjects(client, from.objects(), metrics), from.objects(), tokens, settings.proxyImage());

        Optional<ConfigMap> inForce = generated.configInForce(owner);
        Resources resources = from.resources(owner.namespace());
        LoadBalancerTranslation translation = Translator.loadBalancer(
                loadBalancer, resources, inForce.flatMap(ConfigObject::read).orElse(null));
        Proxies proxies = observe(owner, from.objects());

        Rollout rollout = generated.write(loadBalancer, translation.config(), proxies);

        LoadBalancerObservation seen = observation(loadBalancer, translation, rollout, proxies, generated);
        ledger.record(ObjectKey.of(loadBalancer), uses(resources, translation, seen, proxies));
        LoadBalancerStatus before = loadBalancer.getStatus();
        LoadBalancerStatus status = seen.status(before, now());
        if (!status.equals(before)) {
            LoadBalancer fresh = new LoadBalancer();
            fresh.setStatus(status);
            if (!statuses.write(loadBalancer, fresh, context)) {
                return UpdateControl.<LoadBalancer>noUpdate().rescheduleAfter(AGAIN);
            }
            announcer.announce(loadBalancer, before == null ? List.of() : before.conditions(), status.conditions());
        }
        observe(owner, from.objects());
        if (rollout instanceof Rollout.Failed failed) {
            throw failed.cause();
        }
        return UpdateControl.noUpdate();
    }

    /** Sees to it that all proxies are asked, and takes what they have answered so far. */
    private Proxies observe(Owner owner, ObjectSources from) {
        ObjectKey key = new ObjectKey(owner.namespace(), owner.name());
        List<ProxyPod> pods = from.pods(owner).stream().map(ProxyPod::of).toList();
        tokens.known(key).ifPresent(token -> observer.observe(key, pods, token));
        return new Proxies(pods.stream()
                .map(pod -> new Proxies.Seen(pod, observer.report(key, pod)))
                .toList());
    }

    private static LoadBalancerObservation observation(
            LoadBalancer loadBalancer,
            LoadBalancerTranslation translation,
            Rollout rollout,
            Proxies proxies,
            GeneratedObjects generated) {
        Owner owner = Owner.of(loadBalancer);
        String given = generated.configInForce(owner).map(ConfigObject::hash).orElse("");
        Progress progress =
                proxies.progress(given, rollout instanceof Rollout.Written written ? written.waiting() : List.of());
        return new LoadBalancerObservation(
                loadBalancer,
                rollout instanceof Rollout.Refused refused ? refused.accepted() : translation.accepted(),
                translation.resolvedRefs(),
                given.isEmpty() ? null : given,
                generated.service(owner).orElse(null),
                generated.replicas(owner),
                progress,
                rollout instanceof Rollout.Failed failed ? failed.message() : null);
    }

    private static Map<ObjectKey, BackendUse> uses(
            Resources resources, LoadBalancerTranslation translation, LoadBalancerObservation seen, Proxies proxies) {
        Map<ObjectKey, BackendUse> uses = new HashMap<>();
        translation
                .backends()
                .forEach((key, backend) -> uses.put(
                        key,
                        new BackendUse(
                                Objects.requireNonNull(resources.backends().get(key))
                                        .getMetadata()
                                        .getGeneration(),
                                backend.accepted(),
                                seen.progress(),
                                seen.failure() == null,
                                proxies.endpoints(key.name()))));
        return uses;
    }

    private void forget(ObjectKey loadBalancer) {
        observer.forget(loadBalancer);
        tokens.forget(loadBalancer);
        ledger.forget(loadBalancer);
    }

    private String now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    @PreDestroy
    void close() {
        observer.close();
    }
}
