package io.tenbin.proxy.upstream;

import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The one place where endpoints are made: the same identity is the same object, over all snapshots, while it is in the
 * configuration or has work. Written by the reload thread only; any thread may read.
 */
public final class EndpointRegistry {
    private final Map<EndpointId, Endpoint> endpoints = new ConcurrentHashMap<>();
    private final Map<String, BackendStats> backends = new ConcurrentHashMap<>();
    private final OpaqueNames names;

    /** With names that are no secret. */
    public EndpointRegistry() {
        this(OpaqueNames.open());
    }

    public EndpointRegistry(OpaqueNames names) {
        this.names = names;
    }

    /** A name of this identity that tells nothing of it to clients. */
    public String opaqueName(EndpointId id) {
        return names.of(id);
    }

    /** All that are known, retired ones with work in flight too. */
    public Collection<Endpoint> endpoints() {
        return List.copyOf(endpoints.values());
    }

    /**
     * The endpoint of this identity at a fixed address, made if it is not known, revived if it had retired: it may get work from now
     * on. Whether it stays is up to the next {@link #retain}.
     */
    public Endpoint endpoint(EndpointId id, String name, InetSocketAddress address) {
        return revived(endpoints.computeIfAbsent(id, key -> new Endpoint(key, name, address, false)));
    }

    /** The same for one that was discovered. */
    public Endpoint discovered(EndpointId id, String name, InetSocketAddress address) {
        return revived(endpoints.computeIfAbsent(id, key -> new Endpoint(key, name, address, true)));
    }

    private static Endpoint revived(Endpoint endpoint) {
        endpoint.revive();
        return endpoint;
    }

    /** The counters of a Backend, which begin with its first mention. */
    public BackendStats backend(String name) {
        return backends.computeIfAbsent(name, key -> new BackendStats());
    }

    /**
     * Retires every endpoint but these, and forgets what has neither a place nor work. An endpoint whose last work ends
     * later is forgotten by a later call.
     *
     * @return how many retired now
     */
    public int retain(Set<Endpoint> live, Set<String> liveBackends) {
        int retired = 0;
        for (Endpoint endpoint : endpoints.values()) {
            if (!live.contains(endpoint) && endpoint.retire()) {
                retired++;
                endpoint.slots().set(endpoint.slots().limit(), false, false);
                backend(endpoint.id().backend()).queue().follow(endpoint);
            }
        }
        sweep();
        backends.entrySet()
                .removeIf(entry -> !liveBackends.contains(entry.getKey())
                        && entry.getValue().active().get() == 0);
        return retired;
    }

    /** Forgets clients that were not seen for so long that they have no endpoint any more. */
    public void sweepTables(long nanoTime) {
        backends.values().forEach(backend -> backend.stickTable().sweep(nanoTime));
    }

    /** Forgets retired endpoints whose work has ended. */
    public void sweep() {
        endpoints.values().removeIf(endpoint -> endpoint.retired() && !endpoint.hasWork());
    }
}
