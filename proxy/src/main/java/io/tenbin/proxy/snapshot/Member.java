package io.tenbin.proxy.snapshot;

import io.tenbin.config.ServerOptions;
import io.tenbin.proxy.balance.Candidate;
import io.tenbin.proxy.upstream.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint in a Backend, whether or not it takes new work now: what sticks to it may still go there.
 *
 * @param endpoint what is known of it beyond this snapshot
 * @param options of the server that it belongs to
 * @param cookie the value of the Backend's cookie that means it; null for none
 * @param offered whether discovery offers it for new work: it is ready, or terminates while none is ready (KEP-1669)
 * @param up what checks and live traffic said when the snapshot was made
 * @param ramp how much of its weight counts while it starts slowly, in sixteenths
 */
public record Member(
        Endpoint endpoint, ServerOptions options, @Nullable String cookie, boolean offered, boolean up, int ramp)
        implements Candidate {

    /** One whose whole weight counts, as up or down as it is now. */
    public Member(Endpoint endpoint, ServerOptions options, @Nullable String cookie, boolean offered) {
        this(endpoint, options, cookie, offered, endpoint.health().isUp(), SlowStart.WHOLE);
    }

    Member withRamp(int sixteenths) {
        return sixteenths == ramp ? this : new Member(endpoint, options, cookie, offered, up, sixteenths);
    }

    /** Whether it is in service: it is up and nobody took it out, whatever its weight. */
    public boolean running() {
        return up && offered && options.state() == ServerOptions.State.READY;
    }

    /** Whether it takes what sticks to it: whatever its weight, and as a backup too (HAProxy's {@code option persist} is off). */
    boolean persists() {
        return options.state() != ServerOptions.State.MAINT && endpoint.health().isUp();
    }

    /**
     * How much work it takes at the same time; 0 for any amount. While it starts slowly that is the same part as of its weight
     * (HAProxy's {@code srv_dynamic_maxconn}).
     */
    int maxConnections() {
        int most = options.maxConnections();
        return most == 0 ? 0 : (int) Math.max(1, (long) most * ramp / SlowStart.WHOLE);
    }

    /** Whether it takes new work. */
    boolean usable() {
        return running() && options.weight() > 0;
    }

    /** Whether it would take new work if it were up. */
    public boolean wanted() {
        return offered && options.state() == ServerOptions.State.READY && options.weight() > 0;
    }

    @Override
    public int share() {
        return options.weight() * ramp;
    }

    /** The server's name and the pod's: the same wherever it is looked at, and for a pod of a StatefulSet also after its restart. */
    @Override
    public String identity() {
        return endpoint.id().server() + "/" + endpoint.name();
    }

    @Override
    public int load() {
        return endpoint.stats().activeRequests().get() + endpoint.slots().queued();
    }

    @Override
    public double latency(long nanoTime) {
        return endpoint.latency().at(nanoTime);
    }
}
