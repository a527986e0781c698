package io.tenbin.proxy.snapshot;

import io.tenbin.config.BackendConfig;
import io.tenbin.proxy.balance.RoundRobin;
import io.tenbin.proxy.upstream.BackendStats;
import io.tenbin.proxy.upstream.Endpoint;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A Backend and the endpoints that it has now. */
public final class BackendView {
    private final BackendConfig config;
    private final BackendStats stats;
    private final List<WeightedEndpoint> weighted;
    private final List<Endpoint> endpoints;
    private final RoundRobin<WeightedEndpoint> turns;

    /** An endpoint with the weight of the server that it belongs to, 0 to 256. */
    record WeightedEndpoint(Endpoint endpoint, int weight) {}

    BackendView(BackendConfig config, BackendStats stats, List<WeightedEndpoint> weighted) {
        this.config = config;
        this.stats = stats;
        this.weighted = List.copyOf(weighted);
        this.endpoints = weighted.stream().map(WeightedEndpoint::endpoint).toList();
        this.turns = new RoundRobin<>(this.weighted, WeightedEndpoint::weight, stats.cursor());
    }

    public BackendConfig config() {
        return config;
    }

    public BackendStats stats() {
        return stats;
    }

    /** All endpoints, in the order of the servers, then by name; those of weight 0 too. */
    public List<Endpoint> endpoints() {
        return endpoints;
    }

    /**
     * Whose turn it is. Endpoints that refused a connection within the last 2 s are passed over as long as another one is
     * left.
     *
     * @param nanoTime now, of {@link System#nanoTime}
     * @param tried endpoints that the same exchange was already tried on
     * @return null if all were tried, or there is none with a weight
     */
    public @Nullable Endpoint choose(long nanoTime, Set<Endpoint> tried) {
        WeightedEndpoint chosen = turns.next();
        if (chosen == null) {
            return null;
        }
        if (!chosen.endpoint.isOut(nanoTime) && !tried.contains(chosen.endpoint)) {
            return chosen.endpoint;
        }
        chosen = turns.next(e -> !e.endpoint.isOut(nanoTime) && !tried.contains(e.endpoint));
        if (chosen == null) {
            chosen = turns.next(e -> !tried.contains(e.endpoint));
        }
        return chosen == null ? null : chosen.endpoint;
    }

    /** Whether this view would be the same for that configuration and those endpoints. */
    boolean isFor(BackendConfig otherConfig, List<WeightedEndpoint> otherEndpoints) {
        return config.equals(otherConfig) && weighted.equals(otherEndpoints);
    }
}
