package io.tenbin.proxy.snapshot;

import org.jspecify.annotations.Nullable;

/**
 * The snapshot in force: one volatile reference. Readers load it once per decision (an HTTP request, a TCP connection) into
 * a local and never again for that decision.
 */
public final class LiveSnapshot {
    private volatile @Nullable Snapshot current;

    private LiveSnapshot() {}

    /**
     * The snapshot in force.
     *
     * @throws IllegalStateException before the first one; nothing is accepted until then
     */
    public Snapshot current() {
        Snapshot snapshot = current;
        if (snapshot == null) {
            throw new IllegalStateException("no configuration has been applied yet");
        }
        return snapshot;
    }

    /** The snapshot in force, null before the first. */
    public @Nullable Snapshot orNull() {
        return current;
    }

    /** The right to swap. There is one, and the reloader holds it. */
    public static final class Writer {
        private final LiveSnapshot live = new LiveSnapshot();

        public LiveSnapshot live() {
            return live;
        }

        /** Puts the snapshot into force: the only visible step of a change. Who waits for a server hears of it afterwards. */
        public void swap(Snapshot next) {
            next.backends().values().forEach(BackendView::inForce);
            live.current = next;
            next.backends().values().forEach(BackendView::followSlots);
        }
    }
}
