package io.tenbin.proxy.dispatch;

import io.tenbin.config.RetriesConfig.Cause;
import io.tenbin.config.ServerTimeoutsConfig;
import io.tenbin.proxy.balance.BalanceInput;
import io.tenbin.proxy.balance.RedispatchRule.Situation;
import io.tenbin.proxy.snapshot.BackendView;
import io.tenbin.proxy.snapshot.LiveSnapshot;
import io.tenbin.proxy.snapshot.StickServers;
import io.tenbin.proxy.transport.LoopTimer;
import io.tenbin.proxy.transport.Timeout;
import io.tenbin.proxy.upstream.BackendQueue;
import io.tenbin.proxy.upstream.ConnectAttempt;
import io.tenbin.proxy.upstream.ConnectFailure;
import io.tenbin.proxy.upstream.ConnectListener;
import io.tenbin.proxy.upstream.Endpoint;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds a server for one HTTP exchange, or for one relayed connection: whose turn it is, a slot there, a connection, and what
 * the Backend's retries allow if that fails. Belongs to the event loop of both sides.
 *
 * <pre>
 *   begin --&gt; a server is chosen --a slot is free--&gt; connecting --stands--&gt; found --lost, again()--.
 *                 ^    '--all are taken--&gt; queued --'  |                                           |
 *                 |                                      '--refused, timed out: a retry is left----+--&gt; the same server,
 *                 '-------------------another server: see RedispatchRule---------------------------'    perhaps after a pause
 *   no server, no retry left, waited too long --&gt; nothingFound
 * </pre>
 *
 * @param <C> a connection
 */
public final class Dispatch<C> implements ConnectListener<C>, Place.Owner {
    /** The turn-around lasts this long, or the connect timeout if that is shorter (configuration manual, {@code retries}). */
    private static final Duration TURN_AROUND = Duration.ofSeconds(1);

    private final BackendView first;
    private final BalanceInput input;
    private final LiveSnapshot live;
    private final Connector<C> connector;
    private final Outcome<C> outcome;
    private final Timeout timer;
    private final Candidates candidates;
    private final RetryCount retries;
    private final Place place;
    private @Nullable Endpoint endpoint;
    private @Nullable ConnectAttempt connecting;
    private @Nullable Endpoint wanted;
    private boolean redispatched;
    private boolean freshOnly;
    private boolean leaving;
    private long chosenAt;
    private long assigned = Trail.NEVER;

    /**
     * What is found: one call per search, perhaps from within the call that began it.
     *
     * @param <C> a connection
     */
    public interface Outcome<C> {
        void found(C connection);

        void nothingFound(NoServer why);
    }

    /**
     * Begins nothing yet.
     *
     * @param input what the choice may depend on
     * @param live where the Backend's endpoints are looked up anew before another attempt
     * @param timer the event loop's
     */
    public Dispatch(
            BackendView backend,
            BalanceInput input,
            LiveSnapshot live,
            LoopTimer timer,
            Connector<C> connector,
            Outcome<C> outcome) {
        this.first = backend;
        this.input = input;
        this.live = live;
        this.connector = connector;
        this.outcome = outcome;
        this.timer = timer.timeout(this::timeIsUp);
        this.candidates = new Candidates(input);
        this.retries = new RetryCount(backend);
        this.place = new Place(
                backend.stats().queue(),
                timer.loop(),
                backend.config().connection().maxQueue(),
                this);
    }

    /**
     * Begins with the endpoint that the request belongs to, or the client by the Backend's table, or with whose turn it is.
     *
     * @param owner the endpoint that it belongs to, which only a redispatch makes it leave; null for none
     */
    public void begin(@Nullable Endpoint owner) {
        StickServers sticks = first.sticks();
        wanted = owner == null && sticks != null ? sticks.endpoint(input.source()) : owner;
        first.stats().active().incrementAndGet();
        first.stats().retryBudget().request(System.nanoTime());
        choose(NoServer.NONE);
    }

    /**
     * Whether retries and their budget allow another attempt after this; if so, {@link #again} has to follow.
     *
     * @param stale whether the connection had been idle and was lost before the first byte of an answer: it says nothing
     *     against the server, and is excused once
     */
    public boolean allows(Cause cause, boolean stale) {
        return (stale && retries.excuses()) || retries.allows(cause);
    }

    /** Whether retries and their budget allow another attempt after an answer of this status; if so, {@link #again} has to follow. */
    public boolean allowsAfter(int status) {
        return retries.allowsAfter(status);
    }

    /** Another attempt, on a new connection, after a server had the request. Only if that is allowed. */
    public void again() {
        freshOnly = true;
        retry(false, NoServer.REFUSED);
    }

    /** The server has begun to answer; on TCP, the connection stands. */
    public void answered() {
        if (endpoint != null) {
            first.answered(endpoint, chosenAt);
            StickServers sticks = first.sticks();
            if (sticks != null) {
                sticks.learn(input.source(), endpoint);
            }
        }
    }

    /** Gives up whatever is under way. The endpoint still counts the exchange until {@link #end}, unless it was queued. */
    public void cancel() {
        timer.stop();
        if (connecting != null) {
            connecting.cancel();
            connecting = null;
        }
        if (place.waiting()) {
            assigned = System.nanoTime();
            place.release();
        }
    }

    /** The exchange is over. To be called exactly once after {@link #begin}. */
    public void end() {
        cancel();
        place.release();
        first.stats().active().decrementAndGet();
    }

    /** The endpoint took the work, and did not answer in time. */
    public void tooSlow() {
        if (endpoint != null) {
            endpoint.health().errors().error();
        }
    }

    public BackendView backend() {
        return first;
    }

    /** The endpoint that was tried last; null if none was. */
    public @Nullable Endpoint endpoint() {
        return endpoint;
    }

    /** What the log says of it. */
    public Trail trail() {
        return new Trail(assigned, retries.count(), redispatched, place.serverPosition(), place.anyPosition());
    }

    /** Whether it waits for a slot. */
    public boolean queued() {
        return place.waiting();
    }

    @Override
    public void connected(C connection) {
        connecting = null;
        outcome.found(connection);
    }

    @Override
    public void connectFailed(ConnectFailure failure) {
        connecting = null;
        switch (failure) {
            case RETIRED -> leave(NoServer.NONE);
            case NO_RESOURCES -> nothingFound(NoServer.NO_RESOURCES);
            case REFUSED, TIMED_OUT -> {
                if (retries.allows(Cause.CONNECT_FAILURE)) {
                    retry(failure == ConnectFailure.REFUSED, NoServer.of(failure));
                } else {
                    nothingFound(NoServer.of(failure));
                }
            }
        }
    }

    @Override
    public void granted(Endpoint slotAt) {
        timer.stop();
        arrive(slotAt);
    }

    @Override
    public void expelled() {
        timer.stop();
        wanted = null;
        choose(NoServer.NONE);
    }

    private void retry(boolean refused, NoServer why) {
        int number = retries.next();
        Endpoint last = endpoint;
        if (last == null) {
            nothingFound(why);
            return;
        }
        BackendView newest = newest();
        boolean running = !last.retired() && last.health().isUp();
        Situation situation = new Situation(
                number, last == wanted, newest.hashes(), newest.usable().size(), running);
        leaving = retries.rule().elsewhere(situation) || last.retired();
        if (refused && retries.rule().pauses(situation)) {
            Duration limit = timeouts().connect();
            timer.start(limit.compareTo(TURN_AROUND) < 0 ? limit : TURN_AROUND);
        } else if (leaving) {
            leave(why);
        } else {
            connect(last);
        }
    }

    private void timeIsUp() {
        Endpoint last = endpoint;
        if (place.waiting()) {
            cancel();
            nothingFound(NoServer.QUEUE_TIMED_OUT);
        } else if (leaving || last == null || last.retired()) {
            leave(NoServer.REFUSED);
        } else {
            connect(last);
        }
    }

    /** Away from the endpoint that failed, which is the last choice from now on. */
    private void leave(NoServer why) {
        wanted = null;
        place.release();
        if (endpoint != null) {
            candidates.failed(endpoint);
        }
        choose(why);
    }

    private void choose(NoServer why) {
        BackendView backend = newest();
        if (wanted != null) {
            arriveOrWait(wanted, wanted);
        } else if (backend.hashes()) {
            Endpoint next = candidates.next(backend);
            if (next == null) {
                nothingFound(why);
            } else {
                arriveOrWait(next, next);
            }
        } else if (candidates.none(backend)) {
            nothingFound(why);
        } else {
            arriveOrWait(null, place.nobodyWaits() ? candidates.next(backend) : null);
        }
    }

    /**
     * Takes a slot, or gets in line for one.
     *
     * @param server that is wanted and no other; null for any
     * @param next the first to be asked
     */
    private void arriveOrWait(@Nullable Endpoint server, @Nullable Endpoint next) {
        Endpoint candidate = next;
        while (candidate != null) {
            if (place.take(candidate)) {
                arrive(candidate);
                return;
            }
            candidate = server == null ? candidates.next(newest()) : null;
        }
        Supplier<@Nullable Endpoint> slot =
                server != null ? () -> place.take(server) ? server : null : () -> candidates.take(newest(), place);
        switch (place.enter(server, slot)) {
            case BackendQueue.Entry.Taken taken -> arrive(taken.endpoint());
            case BackendQueue.Entry.Waiting _ -> timer.start(timeouts().queue());
            case BackendQueue.Entry.Full _ -> full();
        }
    }

    /** As HAProxy, what a cookie sent to a server with a full queue goes elsewhere, unless nothing may. */
    private void full() {
        if (wanted != null && first.config().retries().redispatch() != 0) {
            wanted = null;
            choose(NoServer.NONE);
        } else {
            assigned = System.nanoTime();
            nothingFound(NoServer.QUEUE_FULL);
        }
    }

    private void arrive(Endpoint next) {
        redispatched |= endpoint != null && next != endpoint;
        endpoint = next;
        assigned = System.nanoTime();
        connect(next);
    }

    private void connect(Endpoint next) {
        chosenAt = System.nanoTime();
        C idle = freshOnly ? null : connector.idle(next, chosenAt);
        if (idle != null) {
            outcome.found(idle);
        } else {
            connecting = connector.open(next, timeouts().connect(), this);
        }
    }

    private void nothingFound(NoServer why) {
        place.release();
        first.stats().unserved().increment();
        outcome.nothingFound(why);
    }

    private ServerTimeoutsConfig timeouts() {
        return first.config().timeouts();
    }

    private BackendView newest() {
        BackendView now = live.current().backends().get(first.config().name());
        return now == null ? first : now;
    }
}
