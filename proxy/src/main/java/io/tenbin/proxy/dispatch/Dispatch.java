package io.tenbin.proxy.dispatch;

import io.tenbin.config.RetriesConfig;
import io.tenbin.config.RetriesConfig.Cause;
import io.tenbin.proxy.balance.BalanceInput;
import io.tenbin.proxy.balance.RedispatchRule;
import io.tenbin.proxy.balance.RedispatchRule.Situation;
import io.tenbin.proxy.snapshot.BackendView;
import io.tenbin.proxy.snapshot.LiveSnapshot;
import io.tenbin.proxy.snapshot.Member;
import io.tenbin.proxy.transport.LoopTimer;
import io.tenbin.proxy.transport.Timeout;
import io.tenbin.proxy.upstream.ConnectAttempt;
import io.tenbin.proxy.upstream.ConnectFailure;
import io.tenbin.proxy.upstream.ConnectListener;
import io.tenbin.proxy.upstream.Endpoint;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds a server for one HTTP exchange, or for one relayed connection: whose turn it is, a connection to it, and what the
 * Backend's retries allow if that fails. Belongs to the event loop of both sides.
 *
 * <pre>
 *   begin --chosen--&gt; connecting --stands--&gt; found --lost before an answer, again()--.
 *              ^          |                                                        |
 *              |          '--refused, timed out: a retry is left-------------------+--&gt; the same server, perhaps after a
 *              '------------------another server: see RedispatchRule---------------'    pause
 *   no server, or no retry left --&gt; nothingFound
 * </pre>
 *
 * @param <C> a connection
 */
public final class Dispatch<C> implements ConnectListener<C> {
    /** The turn-around lasts this long, or the connect timeout if that is shorter (configuration manual, {@code retries}). */
    private static final Duration TURN_AROUND = Duration.ofSeconds(1);

    private final BackendView first;
    private final BalanceInput input;
    private final LiveSnapshot live;
    private final Connector<C> connector;
    private final Outcome<C> outcome;
    private final Timeout pause;
    private final Set<Endpoint> tried = new HashSet<>(0);
    private @Nullable Endpoint endpoint;
    private @Nullable ConnectAttempt connecting;
    private boolean holding;
    private boolean persistent;
    private boolean redispatched;
    private boolean freshOnly;
    private boolean excused;
    private boolean choosing;
    private int retries;
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
        this.live = live;
        this.connector = connector;
        this.outcome = outcome;
        this.pause = timer.timeout(this::pauseOver);
    }

    /**
     * Begins with the endpoint that the request belongs to, or with whose turn it is.
     *
     * @param owner the endpoint that it belongs to, which only {@link RedispatchRule} makes it leave; null for none
     */
    public void begin(@Nullable Endpoint owner) {
        first.stats().active().incrementAndGet();
        first.stats().retryBudget().request(System.nanoTime());
        persistent = owner != null;
        if (owner == null) {
            choose(NoServer.NONE);
        } else {
            reach(owner);
        }
    }

    /**
     * Whether retries and their budget allow another attempt after this; if so, {@link #again} has to follow.
     *
     * @param stale whether the connection had been idle and was lost before the first byte of an answer: it says nothing
     *     against the server, and is excused once
     */
    public boolean allows(Cause cause, boolean stale) {
        if (stale && !excused) {
            excused = true;
            return true;
        }
        return config().after().causes().contains(cause) && retryLeft();
    }

    /** Whether retries and their budget allow another attempt after an answer of this status; if so, {@link #again} has to follow. */
    public boolean allowsAfter(int status) {
        return config().after().statuses().contains(status) && retryLeft();
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
        }
    }

    /** Gives up whatever is under way. The endpoint still counts the exchange until {@link #end}. */
    public void cancel() {
        pause.stop();
        if (connecting != null) {
            connecting.cancel();
            connecting = null;
        }
    }

    /** The exchange is over. To be called exactly once after {@link #begin}. */
    public void end() {
        cancel();
        leave();
        first.stats().active().decrementAndGet();
    }

    public BackendView backend() {
        return first;
    }

    /** The endpoint that was tried last; null if none was. */
    public @Nullable Endpoint endpoint() {
        return endpoint;
    }

    /** Attempts after the first. */
    public int retries() {
        return retries;
    }

    /** Whether a retry went to another endpoint. */
    public boolean redispatched() {
        return redispatched;
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
            case RETIRED -> elsewhere(NoServer.NONE);
            case NO_RESOURCES -> nothingFound(NoServer.NO_RESOURCES);
            case REFUSED, TIMED_OUT -> {
                if (config().after().causes().contains(Cause.CONNECT_FAILURE) && retryLeft()) {
                    retry(failure == ConnectFailure.REFUSED, NoServer.of(failure));
                } else {
                    nothingFound(NoServer.of(failure));
                }
            }
        }
    }

    private void retry(boolean refused, NoServer why) {
        retries++;
        first.stats().retries().increment();
        Endpoint last = endpoint;
        if (last == null) {
            nothingFound(why);
            return;
        }
        BackendView newest = newest();
        RedispatchRule rule = new RedispatchRule(config().count(), config().redispatch());
        Situation situation = new Situation(
                retries, persistent, newest.hashes(), newest.usable().size(), !last.retired());
        boolean leaves = rule.elsewhere(situation) || last.retired();
        if (leaves) {
            tried.add(last);
            persistent = false;
        }
        if (refused && rule.pauses(situation)) {
            choosing = leaves;
            Duration limit = connectTimeout();
            pause.start(limit.compareTo(TURN_AROUND) < 0 ? limit : TURN_AROUND);
        } else if (leaves) {
            choose(why);
        } else {
            reach(last);
        }
    }

    private void pauseOver() {
        Endpoint last = endpoint;
        if (choosing || last == null || last.retired()) {
            elsewhere(NoServer.REFUSED);
        } else {
            reach(last);
        }
    }

    private void elsewhere(NoServer why) {
        persistent = false;
        if (endpoint != null) {
            tried.add(endpoint);
        }
        choose(why);
    }

    /** Another endpoint than those tried, as the newest snapshot has them; else another than the last; else the last. */
    private void choose(NoServer why) {
        BackendView backend = newest();
        Endpoint last = endpoint;
        Member next = backend.choose(input, tried);
        if (next == null && last != null) {
            tried.clear();
            tried.add(last);
            next = backend.choose(input, tried);
        }
        if (next != null) {
            redispatched |= last != null && next.endpoint() != last;
            reach(next.endpoint());
        } else if (last == null || last.retired()) {
            nothingFound(why);
        } else {
            reach(last);
        }
    }

    private void reach(Endpoint next) {
        chosenAt = System.nanoTime();
        if (next != endpoint || !holding) {
            leave();
            endpoint = next;
            holding = true;
            next.stats().activeRequests().incrementAndGet();
        }
        C idle = freshOnly ? null : connector.idle(next, chosenAt);
        if (idle != null) {
            outcome.found(idle);
        } else {
            connecting = connector.open(next, connectTimeout(), this);
        }
    }

    private void leave() {
        if (endpoint != null && holding) {
            holding = false;
            endpoint.stats().activeRequests().decrementAndGet();
        }
    }

    private void nothingFound(NoServer why) {
        first.stats().unserved().increment();
        outcome.nothingFound(why);
    }

    private boolean retryLeft() {
        return retries < config().count()
                && first.stats().retryBudget().retry(System.nanoTime(), config().budgetPercent());
    }

    private RetriesConfig config() {
        return first.config().retries();
    }

    private Duration connectTimeout() {
        return first.config().timeouts().connect();
    }

    private BackendView newest() {
        BackendView now = live.current().backends().get(first.config().name());
        return now == null ? first : now;
    }
}
