package io.tenbin.proxy.upstream;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Counters of the copies that one Backend gets of requests to others. */
public final class CopyStats {
    private final AtomicInteger active = new AtomicInteger();
    private final LongAdder answered = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder dropped = new LongAdder();

    /** Copies under way, from the request's head on. */
    public AtomicInteger active() {
        return active;
    }

    /** Copies that were answered whole, whatever the answer. */
    public LongAdder answered() {
        return answered;
    }

    /** Copies that found no server, or were not answered whole, or not in time. */
    public LongAdder failed() {
        return failed;
    }

    /** Requests that should have been copied and were not: too large, too many at once, or never whole. */
    public LongAdder dropped() {
        return dropped;
    }
}
