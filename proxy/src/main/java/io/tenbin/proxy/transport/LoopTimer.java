package io.tenbin.proxy.transport;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one timer of an event loop, for all timeouts of its connections: a wheel that turns every 100 ms, and only while
 * something is on it. Starting, moving and stopping a timeout allocates nothing and asks the kernel for nothing, so that an
 * inactivity timeout may be started anew with each read.
 *
 * <p>Timeouts never expire early, and late by 100 ms at most (if the loop is not busy). A loop that comes late itself looks once
 * more at its connections first: what they had to say by then lay there unread, and is no silence of theirs. Everything here
 * belongs to the loop's thread.
 */
public final class LoopTimer {
    private static final Logger LOG = LoggerFactory.getLogger(LoopTimer.class);
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long LATE_NANOS = TICK_NANOS / 2;
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int SLOTS = 512;
    private static final FastThreadLocal<@Nullable LoopTimer> TIMERS = new FastThreadLocal<>();

    private final EventLoop loop;
    private final @Nullable Timeout[] slots = new Timeout[SLOTS];
    private long tick = System.nanoTime() / TICK_NANOS;
    private int size;
    private boolean turning;
    private boolean looked;
    private long turnAt;

    private LoopTimer(EventLoop loop) {
        this.loop = loop;
    }

    /**
     * The loop's timer.
     *
     * @throws IllegalStateException on another thread than the loop's
     */
    public static LoopTimer of(EventLoop loop) {
        if (!loop.inEventLoop()) {
            throw new IllegalStateException("timers belong to the event loop's thread");
        }
        LoopTimer timer = TIMERS.get();
        if (timer == null) {
            timer = new LoopTimer(loop);
            TIMERS.set(timer);
        }
        return timer;
    }

    /** Whose timer it is. */
    public EventLoop loop() {
        return loop;
    }

    /** A timeout that is not running yet. It is made once, for a connection say, and then started as often as needed. */
    public Timeout timeout(Runnable onExpiry) {
        return new Timeout(this, onExpiry);
    }

    /** How many timeouts are running. */
    int size() {
        return size;
    }

    /** Puts the timeout into the slot of its deadline, or into the farthest one, from where it is moved on later. */
    void link(Timeout timeout) {
        if (!turning) {
            turning = true;
            tick = System.nanoTime() / TICK_NANOS;
            schedule();
        }
        // Beyond the deadline by up to a tick, so that nothing expires early.
        long due = timeout.deadline / TICK_NANOS + 1;
        timeout.dueTick = Math.clamp(due, tick + 1, tick + SLOTS - 1);
        int slot = slot(timeout.dueTick);
        Timeout head = slots[slot];
        timeout.next = head;
        if (head != null) {
            head.previous = timeout;
        }
        slots[slot] = timeout;
        timeout.linked = true;
        size++;
    }

    void unlink(Timeout timeout) {
        if (timeout.previous != null) {
            timeout.previous.next = timeout.next;
        } else {
            slots[slot(timeout.dueTick)] = timeout.next;
        }
        if (timeout.next != null) {
            timeout.next.previous = timeout.previous;
        }
        timeout.previous = null;
        timeout.next = null;
        timeout.linked = false;
        size--;
    }

    private void turn() {
        long now = System.nanoTime();
        if (now - turnAt > LATE_NANOS && !looked) {
            looked = true;
            var _ = loop.schedule(this::turn, LOOK_NANOS, TimeUnit.NANOSECONDS);
            return;
        }
        looked = false;
        long target = now / TICK_NANOS;
        // After a long stall every slot is visited once, not once per missed turn.
        tick = Math.max(tick, target - SLOTS);
        while (tick < target) {
            tick++;
            expire(slot(tick), now);
        }
        turning = size > 0;
        if (turning) {
            schedule();
        }
    }

    /** An expiry may start or stop any timeout, so the slot is emptied from its head, never walked. */
    private void expire(int slot, long now) {
        Timeout timeout = slots[slot];
        while (timeout != null) {
            unlink(timeout);
            if (timeout.deadline - now <= 0) {
                run(timeout);
            } else {
                // Started anew since, or too far away for one turn of the wheel. Never lands in this slot again.
                link(timeout);
            }
            timeout = slots[slot];
        }
    }

    /** What one connection does wrong must not stop the timeouts of all others. */
    private static void run(Timeout timeout) {
        try {
            timeout.expire();
        } catch (RuntimeException e) {
            LOG.error("a timeout's action failed", e);
        }
    }

    private void schedule() {
        long now = System.nanoTime();
        long delay = TICK_NANOS - Math.floorMod(now, TICK_NANOS);
        turnAt = now + delay;
        var _ = loop.schedule(this::turn, delay, TimeUnit.NANOSECONDS);
    }

    private static int slot(long tick) {
        return (int) Math.floorMod(tick, (long) SLOTS);
    }
}
