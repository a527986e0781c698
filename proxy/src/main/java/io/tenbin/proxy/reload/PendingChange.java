package io.tenbin.proxy.reload;

import io.tenbin.proxy.reload.Reloader.Wanted;
import io.tenbin.proxy.snapshot.Discovery;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What was asked for and waits for its neighbours: of each kind, the newest. Guarded by whoever holds it. */
final class PendingChange {
    private final long cap;
    private final CompletableFuture<ReloadResult> result = new CompletableFuture<>();
    private long holdUntil;
    private boolean closed;
    private @Nullable Wanted wanted;
    private @Nullable Discovery discovery;

    /**
     * Nothing yet.
     *
     * @param cap until when it waits at most, of {@link System#nanoTime}
     */
    PendingChange(long cap) {
        this.cap = cap;
        this.holdUntil = cap;
    }

    static PendingChange closed() {
        PendingChange pending = new PendingChange(0);
        pending.close();
        return pending;
    }

    void want(Wanted newest) {
        wanted = newest;
    }

    void discover(Discovery newest) {
        discovery = newest;
    }

    void holdUntil(long nanoTime) {
        holdUntil = nanoTime;
    }

    long due() {
        return holdUntil - cap < 0 ? holdUntil : cap;
    }

    /** Null for the configuration in force. */
    @Nullable
    Wanted wanted() {
        return wanted;
    }

    /** Null for what was known before. */
    @Nullable
    Discovery discovery() {
        return discovery;
    }

    CompletionStage<ReloadResult> result() {
        return result;
    }

    void complete(ReloadResult became) {
        result.complete(became);
    }

    /** Whoever waits for the result hears that there will be none. */
    void close() {
        closed = true;
        result.completeExceptionally(new IllegalStateException("closed"));
    }

    boolean isClosed() {
        return closed;
    }
}
