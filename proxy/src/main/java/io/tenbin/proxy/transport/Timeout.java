package io.tenbin.proxy.transport;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Something that happens unless it is stopped or started anew in time. Belongs to its event loop's thread. */
public final class Timeout {
    private final LoopTimer timer;
    private final Runnable onExpiry;

    /** When it expires, of {@link System#nanoTime}. */
    long deadline;

    /** The wheel's turn at which it is looked at: at the deadline or before. */
    long dueTick;

    boolean linked;

    @Nullable
    Timeout previous;

    @Nullable
    Timeout next;

    Timeout(LoopTimer timer, Runnable onExpiry) {
        this.timer = timer;
        this.onExpiry = onExpiry;
    }

    /** Starts it, or starts it anew: from now on the time is this. */
    public void start(Duration time) {
        startAt(System.nanoTime(), time.toNanos());
    }

    /**
     * Starts it, or starts it anew, for those who have just read the clock.
     *
     * @param nanoTime now, of {@link System#nanoTime}
     * @param nanos how long from now
     */
    public void startAt(long nanoTime, long nanos) {
        long next = nanoTime + nanos;
        if (linked) {
            if (next - deadline >= 0) {
                // The wheel moves it on when it comes across: moving a deadline out costs nothing here.
                deadline = next;
                return;
            }
            timer.unlink(this);
        }
        deadline = next;
        timer.link(this);
    }

    /** Stops it. It may be started again. */
    public void stop() {
        if (linked) {
            timer.unlink(this);
        }
    }

    public boolean isRunning() {
        return linked;
    }

    void expire() {
        onExpiry.run();
    }
}
