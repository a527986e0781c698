package io.tenbin.proxy.reload;

import io.tenbin.proxy.snapshot.LiveSnapshot;
import io.tenbin.proxy.snapshot.Snapshot;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * While endpoints start slowly, the snapshot is made anew at each step of their weights. Nobody is told: what was asked for is in
 * force all the time. Belongs to the control thread.
 */
final class WarmUp {
    private final LiveSnapshot live;
    private final ScheduledExecutorService control;
    private final Runnable step;
    private boolean scheduled;

    /** @param step makes the snapshot anew */
    WarmUp(LiveSnapshot live, ScheduledExecutorService control, Runnable step) {
        this.live = live;
        this.control = control;
        this.step = step;
    }

    /** To be called after every change. */
    void follow() {
        Snapshot snapshot = live.orNull();
        long nanos = snapshot == null ? 0 : snapshot.stepNanos();
        if (nanos == 0 || scheduled) {
            return;
        }
        try {
            control.schedule(this::step, nanos, TimeUnit.NANOSECONDS);
            scheduled = true;
        } catch (RejectedExecutionException e) {
            // The process ends, and with it the change.
            scheduled = false;
        }
    }

    private void step() {
        scheduled = false;
        step.run();
        follow();
    }
}
