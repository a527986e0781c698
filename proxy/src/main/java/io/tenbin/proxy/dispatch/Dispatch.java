package io.tenbin.proxy.dispatch;

import io.tenbin.config.RetriesConfig.Cause;
import io.tenbin.proxy.balance.BalanceInput;
import io.tenbin.proxy.balance.RedispatchRule.Situation;
import io.tenbin.proxy.snapshot.BackendView;
import io.tenbin.proxy.snapshot.LiveSnapshot;
import io.tenbin.proxy.snapshot.StickServers;
import io.tenbin.proxy.tls.ServerTls;
import io.tenbin.proxy.transport.LoopTimer;
import io.tenbin.proxy.transport.Timeout;
import io.tenbin.proxy.upstream.Attempt;
import io.tenbin.proxy.upstream.ConnectFailure;
import io.tenbin.proxy.upstream.ConnectListener;
import io.tenbin.proxy.upstream.Endpoint;
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
public final class Dispatch<C> implements ConnectListener<C>, Placement.Outcome {
    private final BackendView first;
    private final BalanceInput input;
    private final Connector<C> connector;
    private final Outcome<C> outcome;
    private final Timeout turnAround;
    private final RetryCount retries;
    private final Placement placement;
    private @Nullable Endpoint endpoint;
    private @Nullable Attempt connecting;
    private boolean redispatched;
    private boolean freshOnly;
    private boolean leaving;
    private long chosenAt;

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
        this.connector = connector;
        this.outcome = outcome;
        this.turnAround = timer.timeout(this::goOn);
        this.retries = new RetryCount(backend);
        this.placement = new Placement(backend, input, live, timer, this);
    }

    /**
     * Begins with the endpoint that the request belongs to, or the client by the Backend's table, or with whose turn it is.
     *
     * @param owner the endpoint that it belongs to, which only a redispatch makes it leave; null for none
     */
    public void begin(@Nullable Endpoint owner) {
        StickServers sticks = first.sticks();
        first.stats().active().incrementAndGet();
        first.stats().retryBudget().request(System.nanoTime());
        placement.begin(owner == null && sticks != null ? sticks.endpoint(input.source()) : owner);
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
        turnAround.stop();
        if (connecting != null) {
            connecting.cancel();
            connecting = null;
        }
        placement.giveUp();
    }

    /** The exchange is over. To be called exactly once after {@link #begin}. */
    public void end() {
        cancel();
        placement.release();
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
        return placement.trail(retries.count(), redispatched);
    }

    /** Whether it waits for a slot. */
    public boolean queued() {
        return placement.waiting();
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
            case RETIRED -> placement.leave(endpoint, NoServer.NONE);
            case NO_RESOURCES -> unplaced(NoServer.NO_RESOURCES);
            case REFUSED, TIMED_OUT, TLS_FAILED, NOT_HTTP2 -> {
                if (retries.allows(Cause.CONNECT_FAILURE)) {
                    retry(failure != ConnectFailure.TIMED_OUT, NoServer.of(failure));
                } else {
                    unplaced(NoServer.of(failure));
                }
            }
        }
    }

    @Override
    public void placed(Endpoint next) {
        redispatched |= endpoint != null && next != endpoint;
        endpoint = next;
        connect(next);
    }

    @Override
    public void unplaced(NoServer why) {
        placement.release();
        first.stats().unserved().increment();
        outcome.nothingFound(why);
    }

    private void retry(boolean refused, NoServer why) {
        int number = retries.next();
        Endpoint last = endpoint;
        if (last == null) {
            unplaced(why);
            return;
        }
        BackendView newest = placement.newest();
        boolean running = !last.retired() && last.health().isUp();
        Situation situation = new Situation(
                number,
                placement.belongsTo(last),
                newest.hashes(),
                newest.usable().size(),
                running);
        leaving = retries.rule().elsewhere(situation) || last.retired();
        if (refused && retries.rule().pauses(situation)) {
            turnAround.start(retries.turnAround());
        } else if (leaving) {
            placement.leave(last, why);
        } else {
            connect(last);
        }
    }

    /** The turn-around is over. */
    private void goOn() {
        Endpoint last = endpoint;
        if (leaving || last == null || last.retired()) {
            placement.leave(last, NoServer.REFUSED);
        } else {
            connect(last);
        }
    }

    private void connect(Endpoint next) {
        chosenAt = System.nanoTime();
        // Those in force now: what was changed since the request came holds for what is opened from now on.
        ServerTls tls = placement.newest().tls();
        C idle = freshOnly ? null : connector.idle(next, tls, chosenAt);
        if (idle != null) {
            outcome.found(idle);
        } else {
            connecting = connector.open(next, tls, first.config().timeouts().connect(), this);
        }
    }
}
