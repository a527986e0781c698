package io.tenbin.proxy.health;

import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.Ticker;
import io.tenbin.config.HealthCheckConfig;
import io.tenbin.proxy.upstream.Endpoint;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All checks of one LoadBalancer: one per endpoint, kept over snapshots with what it has counted. Belongs to the control thread.
 */
final class HealthChecks {
    /** Its multiples modulo 1 lie evenly, however many there are: endpoints that come one by one are spread, too. */
    private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

    private final EventLoopGroup loops;
    private final Prober prober;
    private final Consumer<CheckEvent> listener;
    private final Runnable onUp;
    private final Map<Endpoint, Checked> checks = new HashMap<>();
    private double place = ThreadLocalRandom.current().nextDouble();

    private record Checked(EndpointCheck check, CheckPlan plan) {}

    /**
     * @param listener hears of every check, on its event loop
     * @param onUp called on an event loop when an endpoint comes up because it is checked no longer
     */
    HealthChecks(EventLoopGroup loops, Prober prober, Consumer<CheckEvent> listener, Runnable onUp) {
        this.loops = loops;
        this.prober = prober;
        this.listener = listener;
        this.onUp = onUp;
    }

    /**
     * From now on these are checked, and no others. First checks are spread over the interval, as HAProxy does, so that they do not
     * all fall on one moment.
     */
    void follow(Map<Endpoint, CheckPlan> wanted) {
        Iterator<Map.Entry<Endpoint, Checked>> known = checks.entrySet().iterator();
        while (known.hasNext()) {
            Map.Entry<Endpoint, Checked> entry = known.next();
            if (!wanted.containsKey(entry.getKey())) {
                entry.getValue().check.stop(onUp);
                known.remove();
            }
        }
        wanted.forEach((endpoint, plan) -> checks.compute(endpoint, (key, now) -> follow(key, now, plan)));
    }

    private Checked follow(Endpoint endpoint, @Nullable Checked now, CheckPlan plan) {
        if (now == null) {
            EndpointCheck check =
                    new EndpointCheck(loops.next(), Ticker.systemTicker(), endpoint, plan, prober, listener);
            check.start(delay(plan.config()));
            return new Checked(check, plan);
        }
        if (now.plan.equals(plan)) {
            return now;
        }
        now.check.change(plan);
        return new Checked(now.check, plan);
    }

    private long delay(HealthCheckConfig config) {
        place = (place + GOLDEN) % 1;
        return (long) (place * config.timing().interval().toNanos());
    }

    /** Whether each change of the counter is to be logged. */
    boolean logsAll(Endpoint endpoint) {
        Checked checked = checks.get(endpoint);
        return checked != null && checked.plan.config().logAll();
    }

    int size() {
        return checks.size();
    }
}
