package io.tenbin.proxy.dispatch;

import io.tenbin.proxy.balance.BalanceInput;
import io.tenbin.proxy.snapshot.BackendView;
import io.tenbin.proxy.snapshot.LiveSnapshot;
import io.tenbin.proxy.transport.LoopTimer;
import io.tenbin.proxy.transport.Timeout;
import io.tenbin.proxy.upstream.BackendQueue;
import io.tenbin.proxy.upstream.Endpoint;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which server an exchange goes to, and its slot there: chosen, and waited for if all are taken. Belongs to the event loop.
 *
 * <pre>
 *   nowhere --begin, leave--&gt; choosing --a slot is free--&gt; placed --leave--&gt; choosing
 *                               |  ^ '--all are taken--&gt; queued --granted--&gt; placed
 *                               |  '------expelled---------'  '--too long--&gt; unplaced
 *                               '--there is no server, or no room in the queue--&gt; unplaced
 * </pre>
 */
final class Placement implements Place.Owner {
    private final BackendView first;
    private final LiveSnapshot live;
    private final LoopTimer timer;
    private final Outcome outcome;
    private final Candidates candidates;
    private final Place place;
    private @Nullable Timeout patience;
    private @Nullable Endpoint wanted;
    private long assigned = Trail.NEVER;

    /** One call per choice, perhaps from within the call that began it. */
    interface Outcome {
        /** A slot at this endpoint is taken. */
        void placed(Endpoint endpoint);

        void unplaced(NoServer why);
    }

    Placement(BackendView backend, BalanceInput input, LiveSnapshot live, LoopTimer timer, Outcome outcome) {
        this.first = backend;
        this.live = live;
        this.timer = timer;
        this.outcome = outcome;
        this.candidates = new Candidates(input);
        this.place = new Place(
                backend.stats().queue(),
                timer.loop(),
                backend.config().connection().maxQueue(),
                !redispatches(),
                this);
    }

    /** @param owner the endpoint that the work belongs to; null for none */
    void begin(@Nullable Endpoint owner) {
        wanted = owner;
        choose(NoServer.NONE);
    }

    /**
     * Away from the endpoint that failed, which is the last choice from now on.
     *
     * @param failed null if none was reached
     * @param why what is to be told if there is no other
     */
    void leave(@Nullable Endpoint failed, NoServer why) {
        wanted = null;
        place.release();
        if (failed != null) {
            candidates.failed(failed);
        }
        choose(why);
    }

    /** Waits no longer. A slot that is held stays. */
    void giveUp() {
        if (place.waiting()) {
            stopWaiting();
            assigned = System.nanoTime();
            place.release();
        }
    }

    /** Gives back what it has, slot or place. */
    void release() {
        place.release();
    }

    boolean belongsTo(Endpoint endpoint) {
        return endpoint == wanted;
    }

    boolean waiting() {
        return place.waiting();
    }

    /** What the log says of it, with what happened to the connections. */
    Trail trail(int retries, boolean redispatched) {
        return new Trail(assigned, retries, redispatched, place.serverPosition(), place.anyPosition());
    }

    /** The Backend as it is now. */
    BackendView newest() {
        BackendView now = live.current().backends().get(first.config().name());
        return now == null ? first : now;
    }

    @Override
    public void granted(Endpoint slotAt) {
        stopWaiting();
        placed(slotAt);
    }

    /** Who may not go elsewhere hears of this only if its server is gone for good, and with it what led there. */
    @Override
    public void expelled() {
        stopWaiting();
        wanted = null;
        choose(NoServer.NONE);
    }

    private void choose(NoServer why) {
        BackendView backend = newest();
        if (wanted != null) {
            takeOrWait(wanted, wanted);
        } else if (backend.hashes()) {
            Endpoint next = candidates.next(backend);
            if (next == null) {
                outcome.unplaced(why);
            } else {
                takeOrWait(next, next);
            }
        } else if (candidates.none(backend)) {
            outcome.unplaced(why);
        } else {
            takeOrWait(null, place.nobodyWaits() ? candidates.next(backend) : null);
        }
    }

    /**
     * Takes a slot, or gets in line for one.
     *
     * @param server that is wanted and no other; null for any
     * @param next the first to be asked
     */
    private void takeOrWait(@Nullable Endpoint server, @Nullable Endpoint next) {
        Endpoint candidate = next;
        while (candidate != null) {
            if (place.take(candidate)) {
                placed(candidate);
                return;
            }
            candidate = server == null ? candidates.next(newest()) : null;
        }
        Supplier<@Nullable Endpoint> slot =
                server != null ? () -> place.take(server) ? server : null : () -> candidates.take(newest(), place);
        switch (place.enter(server, slot)) {
            case BackendQueue.Entry.Taken taken -> placed(taken.endpoint());
            case BackendQueue.Entry.Waiting _ -> waits();
            case BackendQueue.Entry.Full _ -> full();
        }
    }

    private void waits() {
        Timeout limit = patience == null ? timer.timeout(this::waitedTooLong) : patience;
        patience = limit;
        limit.start(first.config().timeouts().queue());
    }

    private void waitedTooLong() {
        giveUp();
        outcome.unplaced(NoServer.QUEUE_TIMED_OUT);
    }

    /** As HAProxy, what a cookie sent to a server with a full queue goes elsewhere, unless nothing may. */
    private void full() {
        if (wanted != null && redispatches()) {
            wanted = null;
            choose(NoServer.NONE);
        } else {
            assigned = System.nanoTime();
            outcome.unplaced(NoServer.QUEUE_FULL);
        }
    }

    private void placed(Endpoint endpoint) {
        assigned = System.nanoTime();
        outcome.placed(endpoint);
    }

    private boolean redispatches() {
        return first.config().retries().redispatch() != 0;
    }

    private void stopWaiting() {
        if (patience != null) {
            patience.stop();
        }
    }
}
