package io.tenbin.proxy.admin;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Holds the latest {@link AppliedState}, and lets readers wait for the next one. */
public final class AppliedBoard {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final String instance;
    private Posted posted;
    private long count;

    /**
     * A state with its version.
     *
     * @param instance a random name of this process
     * @param version differs from that of every other state, of other processes too
     */
    public record Posted(String instance, String version, AppliedState state) {}

    public AppliedBoard() {
        byte[] random = new byte[6];
        new SecureRandom().nextBytes(random);
        instance = HexFormat.of().formatHex(random);
        posted = new Posted(instance, instance + "-0", AppliedState.NONE);
    }

    /** Puts up a state; the same as before is no news. */
    public void post(AppliedState state) {
        lock.lock();
        try {
            if (!state.equals(posted.state)) {
                posted = new Posted(instance, instance + "-" + ++count, state);
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    public Posted current() {
        lock.lock();
        try {
            return posted;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for something else than what the reader knows.
     *
     * @param known the version, or the configuration's hash, that the reader has seen; anything else is answered at once
     * @param wait how long at most; then what there is, is returned
     */
    public Posted after(String known, Duration wait) throws InterruptedException {
        long left = wait.toNanos();
        lock.lockInterruptibly();
        try {
            while (left > 0 && (known.equals(posted.version) || known.equals(posted.state.hash()))) {
                left = changed.awaitNanos(left);
            }
            return posted;
        } finally {
            lock.unlock();
        }
    }
}
