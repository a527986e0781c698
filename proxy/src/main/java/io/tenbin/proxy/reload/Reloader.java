package io.tenbin.proxy.reload;

import io.tenbin.config.Materials;
import io.tenbin.config.ProxyConfig;
import io.tenbin.proxy.listener.Listeners;
import io.tenbin.proxy.snapshot.Discovery;
import io.tenbin.proxy.snapshot.LiveSnapshot;
import io.tenbin.proxy.snapshot.Snapshot;
import io.tenbin.proxy.tls.TlsProvider;
import io.tenbin.proxy.upstream.EndpointRegistry;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The single writer. Everything that changes comes through here, on one thread: build the next snapshot, bind new ports,
 * swap once, retire what is gone.
 *
 * <p>Changes are coalesced: each is held off for 20 ms so that its neighbours join it, for 50 ms at most. A configuration
 * that is rejected stays wanted: it is tried again, ever more rarely, until another one comes, since what stood in its way
 * (a port in use) may go. Discovery goes on meanwhile, on the configuration in force.
 */
public final class Reloader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Reloader.class);
    private static final long HOLD_OFF_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long HOLD_OFF_CAP_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long RETRY_MILLIS = 500;
    private static final long RETRY_CAP_MILLIS = 30_000;
    private static final long SWEEP_SECONDS = 10;

    private final LiveSnapshot live;
    private final EndpointRegistry registry;
    private final Listeners listeners;
    private final ReloadStep step;
    private final WarmUp warmUp;
    private final ReloadStats stats = new ReloadStats();
    private final List<Consumer<ReloadResult>> onResult = new CopyOnWriteArrayList<>();

    private final Object lock = new Object();
    /** Guarded by the lock: what came since the last run, null when nothing did. */
    private @Nullable PendingChange pending;

    private volatile ReloadResult.@Nullable Rejected standing;

    // What follows belongs to the control thread.
    private @Nullable Wanted rejected;
    private long retryMillis;

    /** A configuration that was asked for. */
    record Wanted(ProxyConfig config, Materials materials, String hash) {}

    /** @param tls who speaks TLS */
    public Reloader(LiveSnapshot.Writer live, EndpointRegistry registry, Listeners listeners, TlsProvider tls) {
        this.live = live.live();
        this.registry = registry;
        this.listeners = listeners;
        this.step = new ReloadStep(live, registry, listeners, tls);
        this.warmUp = new WarmUp(this.live, listeners.control(), this::step);
        listeners.onUnbound(this::dropUnbound);
        listeners.control().scheduleWithFixedDelay(this::sweep, SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
    }

    /**
     * Asks for this configuration. Any thread.
     *
     * @param materials all that it names, perhaps more; a configuration that lacks one is rejected
     * @param hash of the configuration's bytes
     * @return what became of the change that it was part of; a newer configuration may have taken its place
     */
    public CompletionStage<ReloadResult> apply(ProxyConfig config, Materials materials, String hash) {
        return submit(change -> change.want(new Wanted(config, materials, hash)));
    }

    /** Tells what discovery knows now, whole. Any thread. Held until there is a configuration. */
    public CompletionStage<ReloadResult> discovered(Discovery discovery) {
        return submit(change -> change.discover(discovery));
    }

    /** An endpoint came up or went down: the configuration in force is applied to what is so now. Any thread. */
    public void refresh() {
        var _ = submit(change -> {});
    }

    /** What is in force, null before the first. */
    public @Nullable Snapshot applied() {
        return live.orNull();
    }

    /** The refusal of the newest configuration, for as long as it stands; null if the newest one is in force. Any thread. */
    public ReloadResult.@Nullable Rejected standing() {
        return standing;
    }

    /** Asks to hear of every result, in order, on the control thread. */
    public void onResult(Consumer<ReloadResult> listener) {
        onResult.add(listener);
    }

    public ReloadStats stats() {
        return stats;
    }

    /** Changes nothing any more. What is in force stays. */
    @Override
    public void close() {
        synchronized (lock) {
            if (pending != null) {
                pending.close();
            }
            pending = PendingChange.closed();
        }
    }

    /** Lets go of what listeners showed their clients. After {@link #close}, and after the listeners' end. */
    public void letGo() {
        step.letGo();
    }

    private CompletionStage<ReloadResult> submit(Consumer<PendingChange> change) {
        long now = System.nanoTime();
        synchronized (lock) {
            PendingChange current = pending;
            if (current == null) {
                current = new PendingChange(now + HOLD_OFF_CAP_NANOS);
                pending = current;
                schedule(HOLD_OFF_NANOS);
            }
            current.holdUntil(now + HOLD_OFF_NANOS);
            change.accept(current);
            return current.result();
        }
    }

    private void schedule(long nanos) {
        try {
            listeners.control().schedule(this::runPending, nanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("the process ends, no more changes are applied");
        }
    }

    private void runPending() {
        PendingChange change;
        synchronized (lock) {
            change = pending;
            if (change == null || change.isClosed()) {
                return;
            }
            long rest = change.due() - System.nanoTime();
            if (rest > 0) {
                schedule(rest);
                return;
            }
            pending = null;
        }
        Discovery discovery = change.discovery();
        if (discovery != null) {
            step.discovery(discovery);
        }
        if (change.wanted() != null) {
            rejected = null;
            retryMillis = RETRY_MILLIS;
        }
        change.complete(run(change.wanted()));
    }

    private ReloadResult run(@Nullable Wanted wanted) {
        ReloadResult result = step.run(wanted);
        if (wanted != null) {
            standing = result instanceof ReloadResult.Rejected refused ? refused : null;
        }
        switch (result) {
            case ReloadResult.Applied applied -> stats.applied(applied.took());
            case ReloadResult.Unchanged unchanged -> stats.unchanged().increment();
            case ReloadResult.Rejected refused -> {
                stats.rejected().increment();
                if (wanted != null) {
                    retryLater(wanted);
                }
            }
        }
        warmUp.follow();
        report(result);
        return result;
    }

    private void retryLater(Wanted wanted) {
        rejected = wanted;
        listeners.control().schedule(() -> retry(wanted), retryMillis, TimeUnit.MILLISECONDS);
        retryMillis = Math.min(2 * retryMillis, RETRY_CAP_MILLIS);
    }

    private void retry(Wanted wanted) {
        if (wanted.equals(rejected) && !isClosed()) {
            rejected = null;
            run(wanted);
        }
    }

    /** A removed listener accepts no more: it leaves the snapshot, and its Backends' endpoints retire. */
    private void dropUnbound() {
        if (!isClosed()) {
            run(null);
        }
    }

    private void step() {
        if (!isClosed()) {
            step.run(null);
        }
    }

    private boolean isClosed() {
        synchronized (lock) {
            return pending != null && pending.isClosed();
        }
    }

    private void report(ReloadResult result) {
        for (Consumer<ReloadResult> listener : onResult) {
            try {
                listener.accept(result);
            } catch (RuntimeException e) {
                LOG.error("a listener of reload results failed result={}", result, e);
            }
        }
    }

    /** Endpoints whose last work ended since the last change are forgotten, and clients that did not come back. */
    private void sweep() {
        registry.sweep();
        registry.sweepTables(System.nanoTime());
    }
}
