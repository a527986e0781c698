package io.tenbin.proxy.http;

import io.tenbin.config.ServerTimeoutsConfig;
import io.tenbin.proxy.balance.BalanceInput;
import io.tenbin.proxy.snapshot.BackendView;
import io.tenbin.proxy.snapshot.Member;
import io.tenbin.proxy.transport.Timeout;
import io.tenbin.proxy.upstream.ConnectAttempt;
import io.tenbin.proxy.upstream.ConnectFailure;
import io.tenbin.proxy.upstream.ConnectListener;
import io.tenbin.proxy.upstream.Endpoint;
import io.tenbin.proxy.upstream.Reuse;
import io.tenbin.proxy.upstream.ServerStream;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds a server for one exchange: whose turn it is, an idle connection to it or a new one, and another endpoint if that fails.
 *
 * <p>As HAProxy does for balancing without stickiness (its {@code option redispatch}), another endpoint is tried at once; only
 * before the same one is tried again, for want of another, comes a pause, so that a server that restarts is not stormed.
 */
final class Attempts implements ConnectListener<ServerStream> {
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final BackendView first;
    private final BalanceInput input;
    private final Servers servers;
    private final Reuse reuse;
    private final Outcome outcome;
    private final Set<Endpoint> tried = new HashSet<>(0);
    private @Nullable Endpoint endpoint;
    private @Nullable ConnectAttempt connecting;
    private @Nullable Timeout pause;
    private int retries;
    private boolean redispatched;
    private boolean freshOnly;
    private boolean excused;
    private boolean excusedOnce;

    /** What is found; one call per search, perhaps from within the call that began it. */
    interface Outcome {
        void found(ServerStream server, ServerTimeoutsConfig timeouts);

        /** Nowhere to go; {@code why} is null if there is no endpoint at all. */
        void nothingFound(@Nullable ConnectFailure why);
    }

    Attempts(BackendView backend, BalanceInput input, Servers servers, Reuse reuse, Outcome outcome) {
        this.first = backend;
        this.input = input;
        this.servers = servers;
        this.reuse = reuse;
        this.outcome = outcome;
    }

    void begin() {
        long now = System.nanoTime();
        first.stats().active().incrementAndGet();
        first.stats().retryBudget().request(now);
        Member chosen = first.choose(input, tried);
        if (chosen == null) {
            nothingFound(null);
        } else {
            reach(chosen.endpoint(), now);
        }
    }

    /**
     * Whether the Backend's retries and its budget allow another attempt, after a server took the request and was lost before it
     * answered. A connection that had gone stale says nothing against its server, and is excused, once.
     */
    boolean allowAnother(boolean reused) {
        excused = reused && !excusedOnce;
        excusedOnce |= reused;
        return excused || retryAllowed();
    }

    /** Begins anew, on a new connection, elsewhere if there is an elsewhere. Only if that is allowed. */
    void again() {
        freshOnly = true;
        countRetry();
        search(ConnectFailure.REFUSED, excused);
    }

    /** Gives up, or lets go: the exchange is over. To be called exactly once after {@link #begin}. */
    void end() {
        if (connecting != null) {
            connecting.cancel();
            connecting = null;
        }
        if (pause != null) {
            pause.stop();
        }
        leave();
        first.stats().active().decrementAndGet();
    }

    BackendView backend() {
        return first;
    }

    /** The endpoint that was tried last. */
    @Nullable
    Endpoint endpoint() {
        return endpoint;
    }

    int retries() {
        return retries;
    }

    boolean redispatched() {
        return redispatched;
    }

    @Override
    public void connected(ServerStream server) {
        connecting = null;
        found(server);
    }

    @Override
    public void connectFailed(ConnectFailure failure) {
        connecting = null;
        switch (failure) {
            case RETIRED -> search(failure, false);
            case REFUSED, TIMED_OUT -> {
                if (retryAllowed()) {
                    countRetry();
                    search(failure, false);
                } else {
                    nothingFound(failure);
                }
            }
            case NO_RESOURCES -> nothingFound(failure);
        }
    }

    /** Another endpoint than the last, as the newest snapshot has them; the last one if there is no other. */
    private void search(ConnectFailure why, boolean atOnce) {
        long now = System.nanoTime();
        BackendView backend = newest();
        Endpoint last = endpoint;
        if (last != null) {
            tried.add(last);
        }
        Member next = backend.choose(input, tried);
        if (next == null && last != null) {
            tried.clear();
            tried.add(last);
            next = backend.choose(input, tried);
        }
        if (next != null) {
            redispatched = true;
            reach(next.endpoint(), now);
        } else if (last == null || last.retired()) {
            nothingFound(why);
        } else if (atOnce) {
            reach(last, now);
        } else {
            pauseBefore(last);
        }
    }

    private void reach(Endpoint next, long now) {
        leave();
        endpoint = next;
        next.stats().activeRequests().incrementAndGet();
        ServerStream idle = servers.pools().idle(next, now, freshOnly ? Reuse.NONE : reuse);
        if (idle != null) {
            found(idle);
        } else {
            connecting = servers.pools().open(next, connectTimeout(), this);
        }
    }

    private void found(ServerStream server) {
        outcome.found(server, first.config().timeouts());
    }

    private void leave() {
        if (endpoint != null) {
            endpoint.stats().activeRequests().decrementAndGet();
            endpoint = null;
        }
    }

    private void pauseBefore(Endpoint last) {
        Timeout waiting = servers.timer().timeout(() -> reach(last, System.nanoTime()));
        pause = waiting;
        Duration limit = connectTimeout();
        waiting.start(limit.compareTo(LONGEST_PAUSE) < 0 ? limit : LONGEST_PAUSE);
    }

    private void nothingFound(@Nullable ConnectFailure why) {
        first.stats().unserved().increment();
        outcome.nothingFound(why);
    }

    private boolean retryAllowed() {
        return retries < first.config().retries() && first.stats().retryBudget().retry(System.nanoTime());
    }

    private void countRetry() {
        retries++;
        first.stats().retries().increment();
    }

    private Duration connectTimeout() {
        return first.config().timeouts().connect();
    }

    private BackendView newest() {
        BackendView now = servers.live().current().backends().get(first.config().name());
        return now == null ? first : now;
    }
}
