package io.tenbin.proxy.listener;

import io.tenbin.proxy.http2.Flood;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Counters of one listener, by name: they go on when its port moves. */
public final class ListenerStats {
    private final AtomicInteger active = new AtomicInteger();
    private final LongAdder connections = new LongAdder();
    private final LongAdder denied = new LongAdder();
    private final LongAdder headerFaults = new LongAdder();
    private final TlsStats tls = new TlsStats();
    private final LongAdder requests = new LongAdder();
    private final LongAdder http2Connections = new LongAdder();
    private final Map<Flood, LongAdder> floods = new EnumMap<>(Flood.class);
    private final LongAdder throttled = new LongAdder();
    private final LongAdder forgottenKeys = new LongAdder();
    private final LongAdder compressedFrom = new LongAdder();
    private final LongAdder compressedTo = new LongAdder();
    private final LongAdder bytesFromClient = new LongAdder();
    private final LongAdder bytesToClient = new LongAdder();

    public ListenerStats() {
        for (Flood kind : Flood.values()) {
            floods.put(kind, new LongAdder());
        }
    }

    /** Connections that stand now: HAProxy's {@code %fc}. Kept by the listener, not by handlers. */
    public AtomicInteger active() {
        return active;
    }

    /** Connections accepted. Kept by the listener, not by handlers. */
    public LongAdder connections() {
        return connections;
    }

    /** Connections that a rule rejected: HAProxy's {@code dcon}. */
    public LongAdder denied() {
        return denied;
    }

    /** Connections closed because they did not begin with a header of the PROXY protocol, which they have to. */
    public LongAdder headerFaults() {
        return headerFaults;
    }

    /** Handshakes with its clients. */
    public TlsStats tls() {
        return tls;
    }

    /** HTTP requests of which a whole head was read, or that were refused. */
    public LongAdder requests() {
        return requests;
    }

    /** Connections that speak HTTP/2. */
    public LongAdder http2Connections() {
        return http2Connections;
    }

    /** Connections of HTTP/2 that were closed for too much of this. */
    public LongAdder floods(Flood kind) {
        return Objects.requireNonNull(floods.get(kind));
    }

    /** Requests over a rate limit. */
    public LongAdder throttled() {
        return throttled;
    }

    /** Clients that a rate limit forgot before their time, since others came. */
    public LongAdder forgottenKeys() {
        return forgottenKeys;
    }

    /** Bytes of bodies before they were compressed: HAProxy's {@code comp_in}. */
    public LongAdder compressedFrom() {
        return compressedFrom;
    }

    /** Bytes of bodies after they were compressed: HAProxy's {@code comp_out}. */
    public LongAdder compressedTo() {
        return compressedTo;
    }

    public LongAdder bytesFromClient() {
        return bytesFromClient;
    }

    public LongAdder bytesToClient() {
        return bytesToClient;
    }
}
