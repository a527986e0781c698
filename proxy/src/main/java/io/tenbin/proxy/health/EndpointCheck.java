package io.tenbin.proxy.health;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Ticker;
import io.tenbin.config.CheckTiming;
import io.tenbin.proxy.upstream.CheckResult;
import io.tenbin.proxy.upstream.CheckStatus;
import io.tenbin.proxy.upstream.Endpoint;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks one endpoint again and again, one check at a time. Belongs to one event loop's thread, but for {@link #start},
 * {@link #change} and {@link #stop}, which hop there.
 *
 * <pre>
 *   WAITING --due--&gt; CHECKING --verdict, or its time is up--&gt; WAITING
 *   either --stop--&gt; STOPPED
 * </pre>
 *
 * <p>Intervals run from start to start, so that an endpoint that hangs is found as fast as one that refuses; a check that takes
 * longer than the interval is followed by the next at once. Waiting and time-outs are scheduled on the loop itself: that is exact to
 * the millisecond, and checks are too rare to need the loop's wheel.
 */
final class EndpointCheck {
    private static final Logger LOG = LoggerFactory.getLogger(EndpointCheck.class);

    private final EventLoop loop;
    private final Endpoint endpoint;
    private final Prober prober;
    private final Consumer<CheckEvent> listener;
    private final Ticker clock;

    // What follows belongs to the loop's thread.
    private CheckPlan plan;
    private HealthCounter counter;
    private Prober.@Nullable Run run;
    private @Nullable Future<?> timer;
    private @Nullable CheckStatus previous;
    private long begun;
    private boolean stopped;

    /**
     * For one endpoint; does nothing yet.
     *
     * @param listener hears of every check, on the loop: has to be quick
     * @param clock the one by which the loop schedules
     */
    EndpointCheck(
            EventLoop loop,
            Ticker clock,
            Endpoint endpoint,
            CheckPlan plan,
            Prober prober,
            Consumer<CheckEvent> listener) {
        this.loop = loop;
        this.clock = clock;
        this.endpoint = endpoint;
        this.plan = plan;
        this.prober = prober;
        this.listener = listener;
        this.counter = HealthCounter.begin(
                plan.config().rise(), plan.config().fall(), plan.config().initialState());
    }

    /** Begins to check, the first time after {@code delayNanos}. Once. */
    void start(long delayNanos) {
        loop.execute(() -> {
            begun = now();
            checkIn(delayNanos);
        });
    }

    /** Goes on by other rules. The state stays; a check under way is judged by the old ones. */
    void change(CheckPlan next) {
        loop.execute(() -> {
            plan = next;
            counter = counter.with(next.config().rise(), next.config().fall());
            if (run == null && !stopped) {
                checkIn(restNanos());
            }
        });
    }

    /**
     * Ends. Nobody hears of a check under way, and what checks said of the endpoint is forgotten.
     *
     * @param onUp called on the loop if the endpoint comes up by that
     */
    void stop(Runnable onUp) {
        loop.execute(() -> {
            stopped = true;
            cancelTimer();
            if (run != null) {
                run.cancel();
                run = null;
            }
            // Here and not before: a check that is just ending would have the last word.
            if (endpoint.health().unchecked()) {
                onUp.run();
            }
        });
    }

    private void checkIn(long nanos) {
        cancelTimer();
        if (!stopped) {
            timer = loop.schedule(this::check, Math.max(0, nanos), TimeUnit.NANOSECONDS);
        }
    }

    private void check() {
        begun = now();
        timer = loop.schedule(this::timedOut, plan.config().timing().timeout().toNanos(), TimeUnit.NANOSECONDS);
        run = prober.begin(loop, address(), plan, new Prober.Verdict() {
            @Override
            public void ended(CheckStatus status, int code, String info) {
                concluded(status, code, info);
            }

            @Override
            public void impossible(Throwable cause) {
                LOG.debug("check of {} could not be made", endpoint, cause);
                run = null;
                checkIn(restNanos());
            }
        });
    }

    private void timedOut() {
        Prober.Run late = run;
        if (late != null) {
            late.cancel();
            concluded(late.timedOut(), 0, "");
        }
    }

    private void concluded(CheckStatus status, int code, String info) {
        run = null;
        HealthCounter before = counter;
        counter = status.passed() ? before.passed() : before.failed();
        CheckResult result = new CheckResult(status, code, info, Duration.ofNanos(now() - begun));
        if (!endpoint.retired()) {
            boolean turns = endpoint.health().checked(result, counter.isUp());
            listener.accept(new CheckEvent(endpoint, result, previous, before, counter, turns));
        }
        previous = status;
        checkIn(restNanos());
    }

    private long restNanos() {
        return begun + interval(plan.config().timing(), counter).toNanos() - now();
    }

    /** As HAProxy's {@code srv_getinter}. */
    static Duration interval(CheckTiming timing, HealthCounter counter) {
        if (counter.isSafe()) {
            return timing.interval();
        }
        return counter.isSurelyDown() ? timing.downInterval() : timing.fastInterval();
    }

    private InetSocketAddress address() {
        Integer port = plan.config().port();
        return port == null
                ? endpoint.address()
                : new InetSocketAddress(endpoint.address().getAddress(), port);
    }

    private long now() {
        return clock.nanoTime();
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }
}
