package io.tenbin.proxy.reload;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/** How many changes ended how. */
public final class ReloadStats {
    private final LongAdder applied = new LongAdder();
    private final LongAdder unchanged = new LongAdder();
    private final LongAdder rejected = new LongAdder();
    private volatile long lastNanos;
    private volatile long lastAppliedMillis;

    void applied(Duration took) {
        lastNanos = took.toNanos();
        lastAppliedMillis = System.currentTimeMillis();
        applied.increment();
    }

    public LongAdder applied() {
        return applied;
    }

    public LongAdder unchanged() {
        return unchanged;
    }

    public LongAdder rejected() {
        return rejected;
    }

    /** How long the last applied change took, from its build to the swap. */
    public Duration lastDuration() {
        return Duration.ofNanos(lastNanos);
    }

    /** When a change was last applied, in milliseconds since the epoch; 0 before the first. */
    public long lastApplied() {
        return lastAppliedMillis;
    }
}
