package io.tenbin.proxy.upstream;

import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * One address that work can be sent to, with what is known of it. Only {@link EndpointRegistry} creates it, so that an
 * identity has one object, whose counters and pools go on from snapshot to snapshot.
 */
public final class Endpoint {
    /** How long a discovered endpoint that refused a connection is left alone. */
    private static final long OUT_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final EndpointId id;
    private final String name;
    private final InetSocketAddress address;
    private final EndpointStats stats = new EndpointStats();
    private final Latency latency = new Latency();
    private final EndpointHealth health = new EndpointHealth();
    private final EndpointTls tls = new EndpointTls();
    private final Slots slots = new Slots(stats.activeRequests());
    private final EndpointConnections connections = new EndpointConnections();
    private final boolean discovered;
    private final Set<Registration> registrations = ConcurrentHashMap.newKeySet();
    private boolean startsSlowly;
    private long inServiceSince;
    private volatile boolean retired;
    private volatile boolean out;
    private volatile long outUntil;

    /** @param discovered whether something tells that it is there, and will tell that it is gone: a pod, not a fixed address */
    Endpoint(EndpointId id, String name, InetSocketAddress address, boolean discovered) {
        this.discovered = discovered;
        this.id = id;
        this.name = name;
        this.address = address;
    }

    public EndpointId id() {
        return id;
    }

    /** The pod's name, or the server's where there is no pod: {@code %s} in the access log. */
    public String name() {
        return name;
    }

    /** Resolved. */
    public InetSocketAddress address() {
        return address;
    }

    public EndpointStats stats() {
        return stats;
    }

    /** How long it takes to answer, where balancing asks for that. */
    public Latency latency() {
        return latency;
    }

    /** How much work it takes at the same time. */
    public Slots slots() {
        return slots;
    }

    /** How many connections to it there are and may be. */
    public EndpointConnections connections() {
        return connections;
    }

    /** What checks and live traffic say of it. */
    public EndpointHealth health() {
        return health;
    }

    /** What connections met when they began TLS. */
    public EndpointTls tls() {
        return tls;
    }

    /** It takes work now beside others that did before. Called, as {@link #inServiceFor} is, by the reload thread only. */
    public void cameIntoService(long nanoTime) {
        startsSlowly = true;
        inServiceSince = nanoTime;
    }

    /** Nanoseconds since it came into service beside others; {@link Long#MAX_VALUE} if it was there from the beginning. */
    public long inServiceFor(long nanoTime) {
        return startsSlowly ? Math.max(0, nanoTime - inServiceSince) : Long.MAX_VALUE;
    }

    /** Whether it has left discovery or the configuration. Gets no new work; its idle connections end. May come back. */
    public boolean retired() {
        return retired;
    }

    /**
     * Asks for a call each time that the endpoint retires, and at once if it already has. The callback runs on the thread
     * that retires: it has to hop to its own event loop.
     *
     * @return ends the registration when closed; a call under way may still arrive
     */
    public Registration onRetired(Runnable callback) {
        Registration registration = new Registration(this, callback);
        registrations.add(registration);
        if (retired) {
            callback.run();
        }
        return registration;
    }

    /**
     * A connection was refused or the endpoint was unreachable. One that was discovered is out for 2 s: its pod may be gone, and
     * discovery has yet to tell. A fixed address has its health check for that, as in HAProxy. Counted too.
     */
    public void connectFailed(long nanoTime) {
        stats.connectFailures().increment();
        health.errors().error();
        if (discovered) {
            outUntil = nanoTime + OUT_NANOS;
            out = true;
        }
    }

    /** A connection came about: it is not out any more. */
    public void connected() {
        stats.connections().increment();
        if (out) {
            out = false;
        }
    }

    /**
     * Whether connections failed so recently that others are to be preferred.
     *
     * @param nanoTime now, of {@link System#nanoTime}
     */
    public boolean isOut(long nanoTime) {
        return out && outUntil - nanoTime > 0;
    }

    /** Retires; false if it had before. */
    boolean retire() {
        if (retired) {
            return false;
        }
        retired = true;
        registrations.forEach(registration -> registration.callback.run());
        return true;
    }

    void revive() {
        if (retired) {
            health.forget();
            retired = false;
        }
    }

    boolean hasWork() {
        return stats.activeConnections().get() > 0 || stats.activeRequests().get() > 0;
    }

    @Override
    public String toString() {
        return id.backend() + "/" + name + "@" + address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    /** A wish to hear of an endpoint's retirement. Closing it twice does nothing. */
    public static final class Registration implements AutoCloseable {
        private final Endpoint endpoint;
        private final Runnable callback;

        private Registration(Endpoint endpoint, Runnable callback) {
            this.endpoint = endpoint;
            this.callback = callback;
        }

        @Override
        public void close() {
            endpoint.registrations.remove(this);
        }
    }
}
