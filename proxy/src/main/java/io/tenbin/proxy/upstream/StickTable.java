package io.tenbin.proxy.upstream;

import io.tenbin.config.StickOnConfig;
import java.net.InetAddress;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Which client of one Backend has which endpoint (HAProxy's {@code stick-table type ip}). Outlives snapshots, and endpoints too: one
 * that comes back finds its clients.
 *
 * <p>Any thread asks, and nobody waits for that: what is known is read, and marked as used, without a lock. Only a client that is new
 * takes the lock, under which the entries are ordered by when they were last used. That order is made up for late, when the oldest is
 * looked for: an entry that was used since it was put in line goes back to where it belongs.
 */
public final class StickTable {
    /** How many entries a newcomer puts back in line before it makes do with the one that is first. */
    private static final int MOST_LOOKS = 64;

    /** How many entries are looked at under the lock at once. */
    private static final int BATCH = 256;

    private final Map<InetAddress, Entry> entries = new ConcurrentHashMap<>();
    private final LongAdder purged = new LongAdder();

    /** The same entries, oldest first by when each was put in line. Guarded by the table. */
    private final PriorityQueue<Entry> line = new PriorityQueue<>();

    private volatile long expireNanos;
    private volatile int size;

    private static final class Entry implements Comparable<Entry> {
        private final InetAddress client;
        private volatile EndpointId endpoint;
        private volatile long used;
        private long lined;

        Entry(InetAddress client, EndpointId endpoint, long nanoTime) {
            this.client = client;
            this.endpoint = endpoint;
            this.used = nanoTime;
            this.lined = nanoTime;
        }

        void use(long nanoTime) {
            used = nanoTime;
        }

        @Override
        public int compareTo(Entry other) {
            return Long.signum(lined - other.lined);
        }
    }

    StickTable() {}

    /** Follows the configuration: forgets what is too much, and everything without one. By the control thread. */
    public void follow(@Nullable StickOnConfig config) {
        expireNanos = config == null ? 0 : config.expire().toNanos();
        size = config == null ? 0 : config.size();
        boolean more = true;
        while (more) {
            more = shrink();
        }
    }

    /**
     * The endpoint that this client has, and has used now; null if the client is not known, or was not seen for too long.
     *
     * @param nanoTime now, of {@link System#nanoTime}
     */
    public @Nullable EndpointId find(InetAddress client, long nanoTime) {
        Entry entry = entries.get(client);
        if (entry == null || expired(entry, nanoTime)) {
            return null;
        }
        entry.use(nanoTime);
        return entry.endpoint;
    }

    /** From now on the client has this endpoint. */
    public void learn(InetAddress client, EndpointId endpoint, long nanoTime) {
        Entry entry = entries.get(client);
        if (entry == null) {
            add(client, endpoint, nanoTime);
        } else {
            entry.use(nanoTime);
            if (!entry.endpoint.equals(endpoint)) {
                entry.endpoint = endpoint;
            }
        }
    }

    /** How many clients it knows. */
    public int entries() {
        return entries.size();
    }

    /** Clients that were forgotten before their time, since others came. */
    public LongAdder purged() {
        return purged;
    }

    /** Forgets who was not seen for too long. Nobody waits for more than a part of it. */
    void sweep(long nanoTime) {
        boolean more = true;
        while (more) {
            more = sweepSome(nanoTime);
        }
    }

    private synchronized void add(InetAddress client, EndpointId endpoint, long nanoTime) {
        if (size == 0 || entries.containsKey(client)) {
            return;
        }
        if (line.size() >= size) {
            purgeOldest();
        }
        Entry entry = new Entry(client, endpoint, nanoTime);
        entries.put(client, entry);
        line.add(entry);
    }

    private void purgeOldest() {
        for (int looks = 0; looks < MOST_LOOKS && putBack(); looks++) {}
        forgetFirst();
        purged.increment();
    }

    /** Whether there may be more of it. */
    private synchronized boolean shrink() {
        for (int i = 0; i < BATCH; i++) {
            if (line.size() <= size) {
                return false;
            }
            if (size == 0 || !putBack()) {
                forgetFirst();
            }
        }
        return true;
    }

    /** Whether there may be more of it. */
    private synchronized boolean sweepSome(long nanoTime) {
        for (int i = 0; i < BATCH; i++) {
            Entry first = line.peek();
            if (first == null || (!expired(first, nanoTime) && !putBack())) {
                return false;
            }
            if (expired(first, nanoTime)) {
                forgetFirst();
            }
        }
        return true;
    }

    private boolean expired(Entry entry, long nanoTime) {
        return nanoTime - entry.used > expireNanos;
    }

    /** Puts the first in line back to where it belongs; false if it belongs there. */
    private boolean putBack() {
        Entry first = line.element();
        long used = first.used;
        if (first.lined == used) {
            return false;
        }
        line.remove();
        first.lined = used;
        line.add(first);
        return true;
    }

    private void forgetFirst() {
        entries.remove(line.remove().client);
    }
}
