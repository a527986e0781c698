package io.tenbin.proxy.upstream;

import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many connections to an endpoint there are over all event loops, how many of them are idle, and how many there may be. Safe on
 * any thread.
 *
 * <p>Idle ones give way to one that is needed. Nothing waits for ever: who waits holds a slot, of which there are no more than
 * connections; so one of those is idle, and is asked to end here, or is busy, and ends instead of becoming idle. No wakeup is lost: who
 * waits says so first and then looks for room, and what ends makes room first and then looks who waits.
 */
public final class EndpointConnections {
    private final AtomicInteger all = new AtomicInteger();
    private final AtomicInteger idle = new AtomicInteger();
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final Set<Yielding> pools = ConcurrentHashMap.newKeySet();
    private volatile int most = Integer.MAX_VALUE;
    private volatile int mostIdle = Integer.MAX_VALUE;

    /** Who has connections that can end. */
    interface Yielding {
        /** Closes idle ones, as many as are needed elsewhere and as there are. Any thread. */
        void giveWay();
    }

    /** Connections that no exchange is on. */
    public int idle() {
        return idle.get();
    }

    /** Changes the limits. Connections beyond lower ones end by themselves. */
    public void limit(int newMost, int newMostIdle) {
        most = newMost;
        mostIdle = newMostIdle;
        serve();
    }

    /**
     * Room for one more connection.
     *
     * @param granted called when there is room, which is taken then; on any thread, perhaps from within this call
     * @return whether there is room now: then nothing is called
     */
    boolean request(Runnable granted) {
        if (waiting.isEmpty() && take(all, most)) {
            return true;
        }
        waiting.add(granted);
        serve();
        if (!waiting.isEmpty()) {
            pools.forEach(Yielding::giveWay);
        }
        return false;
    }

    /** Asks for no more. If it is granted in the same moment, the room is to be given back. */
    void withdraw(Runnable granted) {
        waiting.remove(granted);
    }

    /** A connection has ended, or did not come about. */
    void ended() {
        all.decrementAndGet();
        serve();
    }

    /** How many have to end before all who wait have one; more than those if there are more than there may be. */
    int needed() {
        int waiters = waiting.size();
        return waiters == 0 ? 0 : Math.max(0, all.get() + waiters - most);
    }

    /** Counts one more idle one, unless it had better end. */
    boolean keep() {
        return waiting.isEmpty() && take(idle, mostIdle);
    }

    /** One is idle no longer. */
    void resumed() {
        idle.decrementAndGet();
    }

    /** The pool has or may have idle ones. */
    void add(Yielding pool) {
        pools.add(pool);
    }

    void remove(Yielding pool) {
        pools.remove(pool);
    }

    private void serve() {
        while (!waiting.isEmpty() && take(all, most)) {
            Runnable next = waiting.poll();
            if (next == null) {
                // Another thread has served it.
                all.decrementAndGet();
            } else {
                next.run();
            }
        }
    }

    private static boolean take(AtomicInteger count, int limit) {
        int now = count.get();
        while (now < limit) {
            if (count.compareAndSet(now, now + 1)) {
                return true;
            }
            now = count.get();
        }
        return false;
    }
}
