package io.tenbin.proxy.upstream;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Counters of one endpoint, written by all event loops. The active ones are exact, since the access log shows them. */
public final class EndpointStats {
    private final AtomicInteger activeConnections = new AtomicInteger();
    private final AtomicInteger activeRequests = new AtomicInteger();
    private final LongAdder connections = new LongAdder();
    private final LongAdder requests = new LongAdder();
    private final LongAdder connectFailures = new LongAdder();
    private final LongAdder bytesToServer = new LongAdder();
    private final LongAdder bytesToClient = new LongAdder();
    private final LongAdder[] responses = {
        new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder()
    };

    /** Connections that stand now, idle ones in pools too. */
    public AtomicInteger activeConnections() {
        return activeConnections;
    }

    /** Exchanges under way: HTTP requests, or relayed connections from their connect on. HAProxy's {@code %sc}. */
    public AtomicInteger activeRequests() {
        return activeRequests;
    }

    /** Connections established. */
    public LongAdder connections() {
        return connections;
    }

    /** Exchanges begun: requests sent, or connections relayed. */
    public LongAdder requests() {
        return requests;
    }

    /** Connections that did not come about: refused, unreachable, timed out. */
    public LongAdder connectFailures() {
        return connectFailures;
    }

    public LongAdder bytesToServer() {
        return bytesToServer;
    }

    public LongAdder bytesToClient() {
        return bytesToClient;
    }

    /**
     * Final responses of a class.
     *
     * @param hundreds 1 to 5, as in 2xx
     */
    public LongAdder responses(int hundreds) {
        return responses[hundreds - 1];
    }
}
