package io.tenbin.proxy.listener;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many connections there may be, over all listeners, and who pauses accepting since there are as many. What connects
 * meanwhile waits in the backlog, in order; it is not refused.
 *
 * <p>No wakeup is lost: a socket that pauses says so first and then looks once more, and a connection that ends is counted out
 * first and then looks who pauses.
 */
final class AcceptGate {
    private static final Logger LOG = LoggerFactory.getLogger(AcceptGate.class);

    private final int possible;
    private final int descriptors;
    private final ConnectionLimit all;
    private final Set<PortGate> paused = ConcurrentHashMap.newKeySet();
    private final LongAdder failures = new LongAdder();

    /**
     * Open for connections, but for no socket yet.
     *
     * @param descriptors connections that file descriptors allow, which no configuration can exceed
     * @param possible connections unless something else is configured, at most so many
     */
    AcceptGate(int descriptors, int possible) {
        this.descriptors = descriptors;
        this.possible = possible;
        this.all = new ConnectionLimit(new AtomicInteger(), possible);
    }

    /**
     * Changes the limit.
     *
     * @param configured 0 for what memory and descriptors allow
     */
    void most(int configured) {
        int next = configured == 0 ? possible : Math.min(configured, descriptors);
        if (next != all.most()) {
            if (configured > next) {
                LOG.warn("file descriptors allow fewer connections configured={} limit={}", configured, next);
            }
            all.most(next);
        }
        wake();
    }

    /** Connections now. */
    int connections() {
        return all.count();
    }

    /** Connections that there may be. */
    int most() {
        return all.most();
    }

    /** Times that the system refused to hand out a connection. */
    LongAdder failures() {
        return failures;
    }

    /** Counts a refusal of the system; true for the first one. */
    boolean failed() {
        failures.increment();
        return failures.sum() == 1;
    }

    /** Counts one more connection, unless there are as many as there may be, here or at its listener. */
    boolean admit(ConnectionLimit ofListener) {
        if (!all.take()) {
            return false;
        }
        if (!ofListener.take()) {
            all.giveBack();
            return false;
        }
        return true;
    }

    void left(ConnectionLimit ofListener) {
        ofListener.giveBack();
        all.giveBack();
        wake();
    }

    boolean full(ConnectionLimit ofListener) {
        return all.full() || ofListener.full();
    }

    void pauses(PortGate port) {
        paused.add(port);
    }

    void goesOn(PortGate port) {
        paused.remove(port);
    }

    void wake() {
        paused.forEach(PortGate::wake);
    }
}
