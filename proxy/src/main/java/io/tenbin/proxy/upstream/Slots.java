package io.tenbin.proxy.upstream;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many exchanges an endpoint may have at the same time, how many it has, and who waits for one to end: HAProxy's
 * {@code maxconn} of a server. Taking and giving back never waits; {@link BackendQueue} decides who is next.
 */
public final class Slots {
    private final AtomicInteger taken;
    private final AtomicInteger queued = new AtomicInteger();
    private volatile int limit;
    private volatile boolean open = true;
    private volatile boolean running = true;

    /** Those who want this endpoint and no other. Guarded by the Backend's queue. */
    final WaitingLine line = new WaitingLine(queued);

    /** @param taken counts the exchanges under way */
    Slots(AtomicInteger taken) {
        this.taken = taken;
    }

    /** Exchanges at the same time; 0 for no limit. */
    public int limit() {
        return limit;
    }

    /** Those who wait for this endpoint and no other. */
    public int queued() {
        return queued.get();
    }

    /** Whether a newcomer would have to wait: all slots are taken, or others wait already. */
    public boolean full() {
        int most = limit;
        return most > 0 && (taken.get() >= most || queued.get() > 0);
    }

    /** Takes a slot, if one is free. */
    boolean take() {
        int most = limit;
        if (most == 0) {
            taken.incrementAndGet();
            return true;
        }
        int now = taken.get();
        while (now < most) {
            if (taken.compareAndSet(now, now + 1)) {
                return true;
            }
            now = taken.get();
        }
        return false;
    }

    /** Gives a slot back. */
    void giveBack() {
        taken.decrementAndGet();
    }

    /** Whether those who wait for any endpoint may have this one. */
    boolean open() {
        return open;
    }

    /** Whether it may be waited for. */
    boolean running() {
        return running;
    }

    /**
     * Follows a change. What is taken beyond a lower limit ends by itself.
     *
     * @param newLimit 0 for none
     * @param takesNewWork whether those who wait for any endpoint may have this one
     * @param takesWork whether those may who want this one
     */
    public void set(int newLimit, boolean takesNewWork, boolean takesWork) {
        limit = newLimit;
        open = takesNewWork;
        running = takesWork;
    }
}
