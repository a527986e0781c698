package io.tenbin.proxy;

import io.tenbin.config.DrainConfig;
import io.tenbin.config.Materials;
import io.tenbin.config.ProxyConfig;
import io.tenbin.proxy.admin.AppliedState;
import io.tenbin.proxy.health.Health;
import io.tenbin.proxy.health.TlsLog;
import io.tenbin.proxy.listener.Listeners;
import io.tenbin.proxy.reload.ReloadResult;
import io.tenbin.proxy.reload.Reloader;
import io.tenbin.proxy.snapshot.BackendView;
import io.tenbin.proxy.snapshot.Discovery;
import io.tenbin.proxy.snapshot.LiveSnapshot;
import io.tenbin.proxy.snapshot.Member;
import io.tenbin.proxy.snapshot.Snapshot;
import io.tenbin.proxy.source.ChangeSink;
import io.tenbin.proxy.stats.BalancerMetrics;
import io.tenbin.proxy.tls.TlsFault;
import io.tenbin.proxy.upstream.CheckResult;
import io.tenbin.proxy.upstream.Endpoint;
import io.tenbin.proxy.upstream.EndpointRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One LoadBalancer at work: its listeners, its endpoints, and the one who changes them. */
final class Balancer implements ChangeSink, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Balancer.class);

    private final String name;
    private final EndpointRegistry registry;
    private final Listeners listeners;
    private final Reloader reloader;
    private final Health health;
    private final BalancerMetrics metrics;
    private final TlsLog tlsLog;
    private final Consumer<ReloadResult> onResult;
    private volatile String unreadable = "";

    /**
     * Listens nowhere yet.
     *
     * @param name {@code namespace/name}
     * @param onResult hears of every change's result after it is in force
     */
    Balancer(String name, Engine engine, Consumer<ReloadResult> onResult) {
        LiveSnapshot.Writer live = new LiveSnapshot.Writer();
        this.name = name;
        this.tlsLog = new TlsLog(name);
        this.registry = new EndpointRegistry(engine.names());
        this.onResult = onResult;
        this.listeners =
                Listeners.start(engine.transport(), live.live(), engine.http(), engine.tcp(), engine.accessLog());
        this.reloader = new Reloader(live, registry, listeners, engine.tls());
        this.health = new Health(name, engine.transport(), listeners.control(), reloader::refresh);
        engine.metrics()
                .counter(
                        "tenbin_endpoint_ejections",
                        "Times that live traffic took an endpoint out.",
                        health.ejections()::sum,
                        "loadbalancer",
                        name);
        this.metrics = new BalancerMetrics(engine.metrics(), name, listeners, reloader);
        reloader.onResult(this::finished);
    }

    @Override
    public void discovered(Discovery discovery) {
        reloader.discovered(discovery);
    }

    @Override
    public void config(ProxyConfig config, Materials materials, String hash) {
        unreadable = "";
        reloader.apply(config, materials, hash);
    }

    @Override
    public void refused(String reason) {
        unreadable = reason;
    }

    String name() {
        return name;
    }

    /** Whether a complete snapshot has been applied. */
    boolean ready() {
        return reloader.applied() != null;
    }

    /** Why the newest configuration is not in force; empty if it is. */
    String rejected() {
        if (!unreadable.isEmpty()) {
            return unreadable;
        }
        ReloadResult.Rejected standing = reloader.standing();
        return standing == null ? "" : standing.reason();
    }

    String hash() {
        Snapshot snapshot = reloader.applied();
        return snapshot == null ? "" : snapshot.hash();
    }

    List<AppliedState.Listener> listeners() {
        Snapshot snapshot = reloader.applied();
        return snapshot == null
                ? List.of()
                : snapshot.config().listeners().stream()
                        .filter(listener -> listeners.isBound(listener.bindPort()))
                        .map(listener -> new AppliedState.Listener(name, listener.name(), listener.bindPort()))
                        .toList();
    }

    List<AppliedState.Backend> backends() {
        Snapshot snapshot = reloader.applied();
        if (snapshot == null) {
            return List.of();
        }
        long now = System.nanoTime();
        tlsLog.look(registry.endpoints());
        Map<String, Long> draining = draining(registry.endpoints());
        List<AppliedState.Backend> backends = new ArrayList<>();
        for (var backend : snapshot.config().backends()) {
            BackendView view = snapshot.backends().get(backend.name());
            List<Member> members = view == null ? List.of() : view.members();
            int offered = (int) members.stream().filter(Member::offered).count();
            backends.add(new AppliedState.Backend(
                    name,
                    backend.name(),
                    offered,
                    (int) members.stream()
                            .filter(member ->
                                    member.running() && !member.endpoint().isOut(now))
                            .count(),
                    members.size()
                            - offered
                            + draining.getOrDefault(backend.name(), 0L).intValue(),
                    unhealthy(members)));
        }
        return backends;
    }

    private static List<AppliedState.Unhealthy> unhealthy(List<Member> members) {
        return members.stream()
                .filter(Balancer::isUnhealthy)
                .limit(AppliedState.Backend.SHOWN)
                .map(member -> unhealthy(member.endpoint()))
                .toList();
    }

    private static boolean isUnhealthy(Member member) {
        Endpoint endpoint = member.endpoint();
        return !endpoint.health().isUp() || endpoint.tls().standing() != null;
    }

    private static AppliedState.Unhealthy unhealthy(Endpoint endpoint) {
        CheckResult last = endpoint.health().lastCheck();
        TlsFault fault = endpoint.tls().standing();
        boolean down = endpoint.health().isDown();
        String reason = down && last != null ? last.reason() : fault == null ? "" : fault.toString();
        return new AppliedState.Unhealthy(
                endpoint.id().server(),
                endpoint.name(),
                down ? "Down" : endpoint.health().isEjected() ? "Ejected" : "TlsFailed",
                reason);
    }

    private static Map<String, Long> draining(Collection<Endpoint> endpoints) {
        return endpoints.stream()
                .filter(Endpoint::retired)
                .collect(Collectors.groupingBy(endpoint -> endpoint.id().backend(), Collectors.counting()));
    }

    /** Ends as its configuration says; see {@link Listeners#drain}. */
    CompletionStage<Boolean> drain() {
        Snapshot snapshot = reloader.applied();
        reloader.close();
        return snapshot == null
                ? CompletableFuture.completedStage(true)
                : listeners.drain(snapshot.config().drain());
    }

    /** How long {@link #drain} takes at most. */
    Duration longestDrain() {
        Snapshot snapshot = reloader.applied();
        DrainConfig drain = snapshot == null
                ? new DrainConfig(Duration.ZERO, Duration.ZERO)
                : snapshot.config().drain();
        return drain.minDuration().plus(drain.timeout());
    }

    int connections() {
        return listeners.connections();
    }

    private void finished(ReloadResult result) {
        Snapshot snapshot = reloader.applied();
        if (snapshot != null && !(result instanceof ReloadResult.Unchanged)) {
            health.follow(snapshot);
            metrics.follow(snapshot);
        }
        switch (result) {
            case ReloadResult.Applied applied ->
                LOG.info(
                        "reload loadbalancer={} result=applied hash={} took_us={} bound={} retired={}",
                        name,
                        applied.hash(),
                        applied.took().toNanos() / 1000,
                        applied.bound(),
                        applied.retiredEndpoints());
            case ReloadResult.Unchanged unchanged ->
                LOG.debug("reload loadbalancer={} result=unchanged hash={}", name, unchanged.hash());
            case ReloadResult.Rejected refused ->
                LOG.error(
                        "reload loadbalancer={} result=rejected hash={} reason=\"{}\"",
                        name,
                        refused.hash(),
                        refused.reason());
        }
        onResult.accept(result);
    }

    @Override
    public void close() {
        reloader.close();
        listeners.close();
        reloader.letGo();
    }
}
