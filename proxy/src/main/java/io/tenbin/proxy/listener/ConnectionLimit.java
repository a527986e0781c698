package io.tenbin.proxy.listener;

import java.util.concurrent.atomic.AtomicInteger;

/** A number of connections that is not to be passed. Safe on any thread. */
final class ConnectionLimit {
    private final AtomicInteger count;
    private volatile int most;

    /**
     * Begins.
     *
     * @param count of the connections that there are
     * @param most that there may be; 0 for any number
     */
    ConnectionLimit(AtomicInteger count, int most) {
        this.count = count;
        most(most);
    }

    /** Changes the limit. Connections beyond a lower one end by themselves. */
    void most(int next) {
        most = next == 0 ? Integer.MAX_VALUE : next;
    }

    int most() {
        return most;
    }

    int count() {
        return count.get();
    }

    boolean full() {
        return count.get() >= most;
    }

    /** Counts one more, unless there are as many as there may be. */
    boolean take() {
        int now = count.get();
        while (now < most) {
            if (count.compareAndSet(now, now + 1)) {
                return true;
            }
            now = count.get();
        }
        return false;
    }

    void giveBack() {
        count.decrementAndGet();
    }
}
