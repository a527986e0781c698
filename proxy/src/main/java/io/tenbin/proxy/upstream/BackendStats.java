package io.tenbin.proxy.upstream;

import io.tenbin.proxy.tls.TlsFailures;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Counters and the balancing state of one Backend, kept while its name is in the configuration. */
public final class BackendStats {
    private final AtomicLong cursor = new AtomicLong();
    private final AtomicInteger active = new AtomicInteger();
    private final LongAdder retries = new LongAdder();
    private final LongAdder unserved = new LongAdder();
    private final RetryBudget retryBudget = new RetryBudget();
    private final BackendQueue queue = new BackendQueue();
    private final StickTable stickTable = new StickTable();
    private final CopyStats copies = new CopyStats();
    private final TlsFailures tlsFailures = new TlsFailures();

    /** Whose turn it is: one for all event loops and all snapshots, so that shares are exact. */
    public AtomicLong cursor() {
        return cursor;
    }

    /** How much may be repeated. */
    public RetryBudget retryBudget() {
        return retryBudget;
    }

    /** Who waits for a server. */
    public BackendQueue queue() {
        return queue;
    }

    /** Which client has which endpoint; knows nobody while the Backend has no such table. */
    public StickTable stickTable() {
        return stickTable;
    }

    /** What becomes of copies that it gets. */
    public CopyStats copies() {
        return copies;
    }

    /** Connections of traffic for which TLS did not come about. */
    public TlsFailures tlsFailures() {
        return tlsFailures;
    }

    /** Exchanges under way: HAProxy's {@code %bc}. */
    public AtomicInteger active() {
        return active;
    }

    /** Attempts after the first of an exchange. */
    public LongAdder retries() {
        return retries;
    }

    /** Exchanges that found no endpoint, or none that could be connected to. */
    public LongAdder unserved() {
        return unserved;
    }
}
