package io.tenbin.proxy.stats;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.tenbin.proxy.http2.Flood;
import io.tenbin.proxy.listener.ListenerStats;
import io.tenbin.proxy.listener.Listeners;
import io.tenbin.proxy.reload.ReloadStats;
import io.tenbin.proxy.reload.Reloader;
import io.tenbin.proxy.snapshot.BackendView;
import io.tenbin.proxy.snapshot.Snapshot;
import io.tenbin.proxy.tls.ServerTls;
import io.tenbin.proxy.tls.TlsFailure;
import io.tenbin.proxy.upstream.BackendStats;
import io.tenbin.proxy.upstream.Endpoint;
import io.tenbin.proxy.upstream.EndpointStats;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of one LoadBalancer. Which meters there are follows the snapshot: those of an endpoint, a Backend or a listener
 * that is gone are removed, so that the number of series is bounded by the configuration.
 */
public final class BalancerMetrics {
    private final MeterRegistry registry;
    private final Tags tags;
    private final Listeners listeners;
    private final Map<Object, MeterGroup<?>> groups = new HashMap<>();
    private @Nullable Meter info;
    private String infoHash = "";

    /**
     * Begins with what is independent of the configuration.
     *
     * @param loadBalancer {@code namespace/name}, a label of every meter
     */
    public BalancerMetrics(Metrics metrics, String loadBalancer, Listeners listeners, Reloader reloader) {
        this.registry = metrics.registry();
        this.tags = Tags.of("loadbalancer", loadBalancer);
        this.listeners = listeners;
        ReloadStats reloads = reloader.stats();
        new MeterGroup<>(registry, reloads, tags)
                .counter("tenbin_reloads", "Changes by their result.", reloads.applied(), "result", "applied")
                .counter("tenbin_reloads", "Changes by their result.", reloads.unchanged(), "result", "unchanged")
                .counter("tenbin_reloads", "Changes by their result.", reloads.rejected(), "result", "rejected")
                .gauge(
                        "tenbin_reload_duration_seconds",
                        "The last change, from its build to the swap.",
                        stats -> stats.lastDuration().toNanos() / 1e9)
                .gauge(
                        "tenbin_reload_applied_timestamp_seconds",
                        "When a change was last applied.",
                        stats -> stats.lastApplied() / 1e3);
        new MeterGroup<>(registry, listeners, tags)
                .gauge("tenbin_connections", "Client connections.", Listeners::connections)
                .counter(
                        "tenbin_accept_failures",
                        "Times that accepting failed and paused.",
                        listeners.acceptFailures());
    }

    /** Follows a snapshot that has come into force. */
    public synchronized void follow(Snapshot snapshot) {
        if (!infoHash.equals(snapshot.hash())) {
            if (info != null) {
                registry.remove(info);
            }
            infoHash = snapshot.hash();
            info = Gauge.builder("tenbin_config_applied", () -> 1)
                    .description("The configuration in force.")
                    .tags(tags.and("hash", infoHash))
                    .register(registry);
        }
        Map<Object, Function<Object, MeterGroup<?>>> wanted = new HashMap<>();
        snapshot.listeners().keySet().forEach(name -> {
            ListenerStats stats = listeners.stats().get(name);
            if (stats != null) {
                wanted.put(stats, key -> listener(name, stats));
            }
        });
        for (BackendView backend : snapshot.backends().values()) {
            wanted.put(backend.stats(), key -> backend(backend.config().name(), backend.stats()));
            ServerTls tls = backend.tls();
            if (tls != null) {
                wanted.put(tls, key -> tls(backend.config().name(), tls));
            }
            backend.members().forEach(member -> wanted.put(member.endpoint(), key -> endpoint(member.endpoint())));
        }
        Set<Object> gone = new HashSet<>(groups.keySet());
        gone.removeAll(wanted.keySet());
        gone.forEach(key -> {
            MeterGroup<?> group = groups.remove(key);
            if (group != null) {
                group.remove();
            }
        });
        wanted.forEach(groups::computeIfAbsent);
    }

    private MeterGroup<?> listener(String name, ListenerStats stats) {
        MeterGroup<ListenerStats> group = new MeterGroup<>(registry, stats, tags.and("listener", name));
        for (Flood kind : Flood.values()) {
            group.counter(
                    "tenbin_listener_http2_floods",
                    "Connections of HTTP/2 that were closed for too much of a kind of frames.",
                    stats.floods(kind),
                    "kind",
                    kind.label());
        }
        return group.counter(
                        "tenbin_listener_http2_connections",
                        "Client connections that speak HTTP/2.",
                        stats.http2Connections())
                .gauge(
                        "tenbin_listener_connections_active",
                        "Client connections now.",
                        s -> s.active().get())
                .counter("tenbin_listener_connections", "Client connections accepted.", stats.connections())
                .counter("tenbin_listener_denied_connections", "Connections that a rule rejected.", stats.denied())
                .counter(
                        "tenbin_listener_proxy_header_faults",
                        "Connections closed for want of a valid header of the PROXY protocol.",
                        stats.headerFaults())
                .counter(
                        "tenbin_listener_tls_handshakes",
                        "Handshakes with clients that were done, resumed ones too.",
                        stats.tls().handshakes())
                .counter(
                        "tenbin_listener_tls_resumed",
                        "Handshakes that went on with an earlier session.",
                        stats.tls().resumed())
                .counter(
                        "tenbin_listener_tls_failures",
                        "Connections of clients that came to no handshake.",
                        stats.tls().failed())
                .counter("tenbin_listener_requests", "Requests read, or refused.", stats.requests())
                .counter("tenbin_listener_throttled_requests", "Requests over a rate limit.", stats.throttled())
                .counter(
                        "tenbin_listener_rate_keys_forgotten",
                        "Clients that a rate limit forgot before their time, since its table was full.",
                        stats.forgottenKeys())
                .counter(
                        "tenbin_listener_compressed_in_bytes",
                        "Bytes of bodies before they were compressed.",
                        stats.compressedFrom())
                .counter(
                        "tenbin_listener_compressed_out_bytes",
                        "Bytes of bodies after they were compressed.",
                        stats.compressedTo())
                .counter("tenbin_listener_received_bytes", "Bytes from clients.", stats.bytesFromClient())
                .counter("tenbin_listener_sent_bytes", "Bytes to clients.", stats.bytesToClient());
    }

    private MeterGroup<?> backend(String name, BackendStats stats) {
        return new MeterGroup<>(registry, stats, tags.and("backend", name))
                .gauge(
                        "tenbin_backend_exchanges_active",
                        "Exchanges under way.",
                        s -> s.active().get())
                .gauge(
                        "tenbin_backend_stick_entries",
                        "Clients that the table knows.",
                        s -> s.stickTable().entries())
                .counter(
                        "tenbin_backend_stick_purged",
                        "Clients that the table forgot before their time, since it was full.",
                        stats.stickTable().purged())
                .counter(
                        "tenbin_backend_copies",
                        "Copies of requests, by what became of them.",
                        stats.copies().answered(),
                        "result",
                        "answered")
                .counter(
                        "tenbin_backend_copies",
                        "Copies of requests, by what became of them.",
                        stats.copies().failed(),
                        "result",
                        "failed")
                .counter(
                        "tenbin_backend_copies",
                        "Copies of requests, by what became of them.",
                        stats.copies().dropped(),
                        "result",
                        "dropped")
                .gauge(
                        "tenbin_backend_queue_length",
                        "Exchanges that wait for a slot at any server.",
                        s -> s.queue().queued())
                .counter("tenbin_backend_retries", "Attempts after the first of an exchange.", stats.retries())
                .counter("tenbin_backend_unserved", "Exchanges that found no endpoint.", stats.unserved());
    }

    private MeterGroup<?> tls(String backend, ServerTls tls) {
        MeterGroup<ServerTls> group = new MeterGroup<>(registry, tls, tags.and("backend", backend))
                .gauge(
                        "tenbin_backend_insecure",
                        "1 if TLS to its servers takes anybody's certificate.",
                        t -> t.verifies() ? 0 : 1);
        for (TlsFailure failure : TlsFailure.values()) {
            group.counter(
                    "tenbin_backend_tls_failures",
                    "Connections of traffic to its servers that ended in the handshake or by it.",
                    tls.failures().of(failure),
                    "reason",
                    failure.word());
        }
        return group;
    }

    private MeterGroup<?> endpoint(Endpoint endpoint) {
        EndpointStats stats = endpoint.stats();
        Tags own = tags.and(
                "backend", endpoint.id().backend(),
                "server", endpoint.id().server(),
                "endpoint", endpoint.name(),
                "address",
                        endpoint.address().getAddress().getHostAddress() + ":"
                                + endpoint.address().getPort());
        MeterGroup<EndpointStats> group = new MeterGroup<>(registry, stats, own)
                .gauge(
                        "tenbin_endpoint_connections_active",
                        "Connections now, idle ones too.",
                        s -> s.activeConnections().get())
                .gauge(
                        "tenbin_endpoint_up",
                        "1 unless it is down by its checks, or ejected.",
                        s -> endpoint.health().isUp() ? 1 : 0)
                .gauge(
                        "tenbin_endpoint_exchanges_active",
                        "Exchanges under way.",
                        s -> s.activeRequests().get())
                .gauge(
                        "tenbin_endpoint_connections_idle",
                        "Connections that no exchange is on.",
                        s -> endpoint.connections().idle())
                .gauge(
                        "tenbin_endpoint_queue_length",
                        "Exchanges that wait for a slot at this server and no other.",
                        s -> endpoint.slots().queued())
                .counter("tenbin_endpoint_connections", "Connections established.", stats.connections())
                .counter(
                        "tenbin_endpoint_connect_failures",
                        "Connections that did not come about.",
                        stats.connectFailures())
                .counter("tenbin_endpoint_exchanges", "Requests sent, or connections relayed.", stats.requests())
                .counter("tenbin_endpoint_sent_bytes", "Bytes to the server.", stats.bytesToServer())
                .counter("tenbin_endpoint_received_bytes", "Bytes from the server.", stats.bytesToClient());
        for (int hundreds = 1; hundreds <= 5; hundreds++) {
            group.counter(
                    "tenbin_endpoint_responses",
                    "Final responses by class.",
                    stats.responses(hundreds),
                    "code",
                    hundreds + "xx");
        }
        return group;
    }
}
