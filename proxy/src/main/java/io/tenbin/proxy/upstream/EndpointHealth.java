package io.tenbin.proxy.upstream;

import org.jspecify.annotations.Nullable;

/**
 * Whether an endpoint is fit for new work, as checks and live traffic say. Outlives snapshots. Any thread reads; the checks' event
 * loop writes what checks say, the control thread all else. Whoever changes it sees to it that the next snapshot is built.
 */
public final class EndpointHealth {
    private final ErrorStreak errors = new ErrorStreak();
    private volatile boolean begun;
    private volatile boolean down;
    private volatile boolean ejected;
    private volatile @Nullable CheckResult lastCheck;

    EndpointHealth() {}

    /** Whether it may get new work: not down by its checks, and not ejected. Without checks it is never down. */
    public boolean isUp() {
        return !down && !ejected;
    }

    /** Down by its checks. */
    public boolean isDown() {
        return down;
    }

    /** Out for a while, since live traffic failed. */
    public boolean isEjected() {
        return ejected;
    }

    /** The last check; null if there was none yet, or there are no checks. */
    public @Nullable CheckResult lastCheck() {
        return lastCheck;
    }

    /** Errors of live traffic in a row. */
    public ErrorStreak errors() {
        return errors;
    }

    /** What it counts as until {@link #begin}; without effect from then on. */
    public void assume(boolean up) {
        if (!begun) {
            down = !up;
        }
    }

    /** It is in force: from now on only checks and traffic change it. */
    public void begin() {
        begun = true;
    }

    /**
     * A check ended, and this is what it made of the endpoint.
     *
     * @return whether it came up or went down
     */
    public boolean checked(CheckResult result, boolean up) {
        boolean turns = down == up;
        lastCheck = result;
        down = !up;
        return turns;
    }

    /**
     * It is checked no longer, and nothing is held against it.
     *
     * @return whether it came up by that
     */
    public boolean unchecked() {
        boolean turns = down;
        lastCheck = null;
        down = false;
        return turns;
    }

    public void ejected(boolean out) {
        ejected = out;
    }

    /** As if it were new. */
    void forget() {
        begun = false;
        ejected = false;
        unchecked();
        errors.ignore();
    }
}
