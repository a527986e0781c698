package io.tenbin.operator.reconciler;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import io.tenbin.api.v1alpha1.LoadBalancer;
import io.tenbin.api.v1alpha1.LoadBalancerSpec;
import io.tenbin.api.v1alpha1.LoadBalancerStatus;
import io.tenbin.config.ProxyConfig;
import io.tenbin.config.TicketKeys;
import io.tenbin.operator.proxies.ProxyObserver;
import io.tenbin.operator.proxies.ProxyPod;
import io.tenbin.operator.reconciler.CompiledSecrets.Held;
import io.tenbin.operator.resources.CompiledSecret;
import io.tenbin.operator.resources.ConfigObject;
import io.tenbin.operator.resources.Owner;
import io.tenbin.operator.resources.ProxyImage;
import io.tenbin.operator.status.BackendObservation.BackendUse;
import io.tenbin.operator.status.LoadBalancerObservation;
import io.tenbin.translate.Defaults;
import io.tenbin.translate.LoadBalancerTranslation;
import io.tenbin.translate.ObjectKey;
import io.tenbin.translate.Resources;
import io.tenbin.translate.Secrets;
import io.tenbin.translate.Translator;
import jakarta.annotation.PreDestroy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gathers what concerns one LoadBalancer, translates it, writes the result, and reports what is seen of it. */
@ControllerConfiguration(name = "loadbalancer", fieldManager = OwnedObjects.FIELD_MANAGER)
@GradualRetry(maxAttempts = -1, initialInterval = 500, intervalMultiplier = 2, maxInterval = 60_000)
class LoadBalancerReconciler implements Reconciler<LoadBalancer> {
    private static final String KIND = "LoadBalancer";
    private static final Duration AGAIN = Duration.ofMillis(100);

    private final OperatorSettings settings;
    private final KubernetesClient client;
    private final BackendLedger ledger;
    private final OperatorMetrics metrics;
    private final StatusWriter statuses;
    private final Clock clock = Clock.systemUTC();
    private final Announcer announcer;
    private final CompiledSecrets compiled;
    private final UserSecrets userSecrets;
    private final InboundEvents<LoadBalancer> inbound = new InboundEvents<>("proxies", this::forget);
    private final ProxyObserver<ObjectKey> observer = new ProxyObserver<>(inbound::trigger);
    private @Nullable LoadBalancerSources sources;

    LoadBalancerReconciler(
            OperatorSettings settings,
            KubernetesClient client,
            BackendLedger ledger,
            UserSecrets userSecrets,
            OperatorMetrics metrics) {
        this.settings = settings;
        this.client = client;
        this.ledger = ledger;
        this.metrics = metrics;
        this.statuses = new StatusWriter(metrics);
        this.announcer = new Announcer(client, metrics, settings.instance(), clock);
        this.compiled = new CompiledSecrets(client, metrics);
        this.userSecrets = userSecrets;
    }

    @Override
    public List<EventSource<?, LoadBalancer>> prepareEventSources(EventSourceContext<LoadBalancer> context) {
        LoadBalancerSources prepared = new LoadBalancerSources(context, ledger::touch);
        sources = prepared;
        ledger.readFrom(prepared);
        userSecrets.onChange(KIND, inbound::trigger);
        List<EventSource<?, LoadBalancer>> all = new ArrayList<>(prepared.all());
        all.add(inbound);
        return all;
    }

    @Override
    public UpdateControl<LoadBalancer> reconcile(LoadBalancer loadBalancer, Context<LoadBalancer> context) {
        LoadBalancerSources from = Objects.requireNonNull(sources, "prepared before the first reconciliation");
        Owner owner = Owner.of(loadBalancer);
        GeneratedObjects generated = new GeneratedObjects(
                new OwnedObjects(client, from.objects(), metrics), from.objects(), compiled, proxyImage());

        Optional<ConfigMap> inForce = generated.configInForce(owner);
        Proxies proxies = observe(owner, from.objects());
        Held held = held(owner);
        Resources resources = from.resources(owner.namespace()).withProxies(proxies.sharing(replicas(loadBalancer)));
        LoadBalancerTranslation translation = translate(
                loadBalancer, resources, inForce.flatMap(ConfigObject::read).orElse(null), held);

        Rollout rollout = generated.write(loadBalancer, translation, held, proxies);

        Outcome outcome = new Outcome(resources, translation, proxies, rollout);
        boolean reported = report(observation(loadBalancer, outcome, generated), outcome, context);
        observe(owner, from.objects());
        if (rollout instanceof Rollout.Failed failed) {
            throw failed.cause();
        }
        return UpdateControl.<LoadBalancer>noUpdate().rescheduleAfter(reported ? rest(translation, held) : AGAIN);
    }

    private Held held(Owner owner) {
        Secret object = compiled.read(owner);
        return new Held(object, CompiledSecret.read(object).withKeysAt(clock.instant(), compiled.random()));
    }

    /** Once more with the Secrets that it was found to refer to. */
    private LoadBalancerTranslation translate(
            LoadBalancer loadBalancer, Resources resources, @Nullable ProxyConfig inForce, Held held) {
        UserSecrets.Follower follower = new UserSecrets.Follower(KIND, ObjectKey.of(loadBalancer));
        TicketKeys keys = Objects.requireNonNull(held.content().ticketKeys());
        while (true) {
            Secrets secrets = userSecrets
                    .known(clock.instant())
                    .withTicketKeys(keys)
                    .withInForce(held.content().materials());
            LoadBalancerTranslation translation =
                    Translator.loadBalancer(loadBalancer, resources.withSecrets(secrets), inForce);
            if (!userSecrets.follow(follower, translation.secrets().asked())) {
                return translation;
            }
        }
    }

    /** How long nothing becomes different by itself: until a key for session tickets, or a certificate, is too old. */
    private Duration rest(LoadBalancerTranslation translation, Held held) {
        Instant rotation = Objects.requireNonNull(held.content().rotated()).plus(CompiledSecret.ROTATION);
        Instant look = translation.secrets().lookAgain();
        Instant next = look != null && look.isBefore(rotation) ? look : rotation;
        Duration rest = Duration.between(clock.instant(), next).plus(AGAIN);
        return rest.compareTo(AGAIN) < 0 ? AGAIN : rest;
    }

    private ProxyImage proxyImage() {
        return new ProxyImage(
                settings.proxyImage(),
                settings.proxyImagePullPolicy(),
                settings.proxyImagePullSecrets().orElse(List.of()));
    }

    private static int replicas(LoadBalancer loadBalancer) {
        LoadBalancerSpec spec = loadBalancer.getSpec();
        return spec == null || spec.replicas() == null ? Defaults.REPLICAS : spec.replicas();
    }

    /** One reconciliation, from what was gathered to what came of it. */
    private record Outcome(
            Resources resources, LoadBalancerTranslation translation, Proxies proxies, Rollout rollout) {}

    /** Sees to it that all proxies are asked, and takes what they have answered so far. */
    private Proxies observe(Owner owner, ObjectSources from) {
        ObjectKey key = new ObjectKey(owner.namespace(), owner.name());
        List<ProxyPod> pods = from.pods(owner).stream().map(ProxyPod::of).toList();
        compiled.token(key).ifPresent(token -> observer.observe(key, pods, token));
        boolean asked =
                observer.hasAsked(key, pods.stream().filter(ProxyPod::counted).toList());
        return new Proxies(
                pods.stream()
                        .map(pod -> new Proxies.Seen(pod, observer.report(key, pod)))
                        .toList(),
                asked);
    }

    /** Writes what has changed. False if the object has changed meanwhile, so that it is to be looked at again. */
    private boolean report(LoadBalancerObservation seen, Outcome outcome, Context<LoadBalancer> context) {
        LoadBalancer loadBalancer = seen.loadBalancer();
        LoadBalancerStatus before = loadBalancer.getStatus();
        if (before != null && isPremature(seen, before, outcome)) {
            return true;
        }
        ledger.record(ObjectKey.of(loadBalancer), uses(seen, outcome));
        LoadBalancerStatus status = seen.status(before, now());
        if (status.equals(before)) {
            return true;
        }
        LoadBalancer fresh = new LoadBalancer();
        fresh.setStatus(status);
        if (!statuses.write(loadBalancer, fresh, context)) {
            return false;
        }
        announcer.announce(loadBalancer, before == null ? List.of() : before.conditions(), status.conditions());
        return true;
    }

    /**
     * Whether the status speaks of this configuration already, and what was seen lacks proxies that were not asked yet, as
     * after the operator's start: then the status stays until they have been.
     */
    private boolean isPremature(LoadBalancerObservation seen, LoadBalancerStatus before, Outcome outcome) {
        return !outcome.proxies().asked()
                && compiled.token(ObjectKey.of(seen.loadBalancer())).isPresent()
                && Objects.equals(
                        before.observedGeneration(),
                        seen.loadBalancer().getMetadata().getGeneration())
                && Objects.equals(before.configHash(), seen.configHash());
    }

    private static LoadBalancerObservation observation(
            LoadBalancer loadBalancer, Outcome outcome, GeneratedObjects generated) {
        Owner owner = Owner.of(loadBalancer);
        Rollout rollout = outcome.rollout();
        String given = generated.configInForce(owner).map(ConfigObject::hash).orElse("");
        return new LoadBalancerObservation(
                loadBalancer,
                rollout instanceof Rollout.Refused refused
                        ? refused.accepted()
                        : outcome.translation().accepted(),
                outcome.translation().resolvedRefs(),
                given.isEmpty() ? null : given,
                generated.service(owner).orElse(null),
                generated.replicas(owner),
                outcome.proxies()
                        .progress(given, rollout instanceof Rollout.Written written ? written.waiting() : List.of()),
                rollout instanceof Rollout.Failed failed ? failed.message() : null);
    }

    private static Map<ObjectKey, BackendUse> uses(LoadBalancerObservation seen, Outcome outcome) {
        Map<ObjectKey, BackendUse> uses = new HashMap<>();
        outcome.translation()
                .backends()
                .forEach((key, backend) -> uses.put(
                        key,
                        new BackendUse(
                                Objects.requireNonNull(
                                                outcome.resources().backends().get(key))
                                        .getMetadata()
                                        .getGeneration(),
                                backend.accepted(),
                                seen.progress(),
                                outcome.rollout() instanceof Rollout.Written,
                                seen.configHash() != null,
                                outcome.proxies().endpoints(key.name()))));
        return uses;
    }

    private void forget(ObjectKey loadBalancer) {
        observer.forget(loadBalancer);
        compiled.forget(loadBalancer);
        userSecrets.follow(new UserSecrets.Follower(KIND, loadBalancer), Set.of());
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
