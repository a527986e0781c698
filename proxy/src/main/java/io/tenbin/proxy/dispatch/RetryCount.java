package io.tenbin.proxy.dispatch;

import io.tenbin.config.RetriesConfig;
import io.tenbin.config.RetriesConfig.Cause;
import io.tenbin.proxy.balance.RedispatchRule;
import io.tenbin.proxy.snapshot.BackendView;
import io.tenbin.proxy.upstream.BackendStats;
import java.time.Duration;

/** The retries of one exchange: how many there were, and whether another one is allowed. */
final class RetryCount {
    private static final Duration TURN_AROUND = Duration.ofSeconds(1);

    private final RetriesConfig config;
    private final Duration connect;
    private final BackendStats stats;
    private boolean excused;
    private int count;

    RetryCount(BackendView backend) {
        this.config = backend.config().retries();
        this.connect = backend.config().timeouts().connect();
        this.stats = backend.stats();
    }

    boolean allows(Cause cause) {
        return config.after().causes().contains(cause) && left();
    }

    boolean allowsAfter(int status) {
        return config.after().statuses().contains(status) && left();
    }

    /** What says nothing against a server is allowed without being counted against the budget, once. */
    boolean excuses() {
        boolean first = !excused;
        excused = true;
        return first;
    }

    /** Another one begins: its number, from 1. */
    int next() {
        stats.retries().increment();
        return ++count;
    }

    int count() {
        return count;
    }

    /** How long to wait before the same server is tried again (configuration manual, {@code retries}). */
    Duration turnAround() {
        return connect.compareTo(TURN_AROUND) < 0 ? connect : TURN_AROUND;
    }

    RedispatchRule rule() {
        return new RedispatchRule(config.count(), config.redispatch());
    }

    private boolean left() {
        return count < config.count() && stats.retryBudget().retry(System.nanoTime(), config.budgetPercent());
    }
}
