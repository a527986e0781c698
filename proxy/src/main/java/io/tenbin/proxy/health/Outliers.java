package io.tenbin.proxy.health;

import io.tenbin.config.OutlierConfig;
import io.tenbin.proxy.upstream.Endpoint;
import io.tenbin.proxy.upstream.EndpointHealth;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Takes out, for a while, endpoints that fail live traffic again and again. Errors are counted where they are met; what is made of
 * them is decided here, on the control thread, one at a time: so two event loops never eject the last two endpoints at once.
 */
final class Outliers {
    private final Roster roster;
    private final ScheduledExecutorService control;
    private final Runnable onChange;
    private final HealthLog log;
    private final LongAdder ejections = new LongAdder();
    private final Map<Endpoint, OutlierConfig> watched = new HashMap<>();
    private final Map<Endpoint, Future<?>> ejected = new HashMap<>();
    private final Map<Endpoint, Long> spared = new HashMap<>();

    Outliers(Roster roster, ScheduledExecutorService control, Runnable onChange, HealthLog log) {
        this.roster = roster;
        this.control = control;
        this.onChange = onChange;
        this.log = log;
    }

    /** From now on these are watched, and no others. */
    void follow(Map<Endpoint, OutlierConfig> wanted) {
        for (Endpoint endpoint : watched.keySet()) {
            if (!wanted.containsKey(endpoint)) {
                endpoint.health().errors().ignore();
                readmit(endpoint);
            }
        }
        wanted.forEach((endpoint, config) -> {
            if (!config.equals(watched.get(endpoint))) {
                endpoint.health().errors().watch(config.consecutiveErrors(), () -> limitReached(endpoint));
            }
        });
        watched.clear();
        watched.putAll(wanted);
        spared.keySet().retainAll(wanted.keySet());
    }

    /** Whether {@code share} percent of the endpoints, and not the last, allow for one more to be out. */
    static boolean allowed(int up, int all, int share) {
        return up > 1 && (all - up + 1) * 100L <= (long) share * all;
    }

    /** Ejections so far. */
    LongAdder ejections() {
        return ejections;
    }

    private void limitReached(Endpoint endpoint) {
        try {
            control.execute(() -> consider(endpoint));
        } catch (RejectedExecutionException e) {
            // The process ends.
        }
    }

    private void consider(Endpoint endpoint) {
        OutlierConfig config = watched.get(endpoint);
        EndpointHealth health = endpoint.health();
        if (config == null || !health.isUp()) {
            health.errors().clear();
            return;
        }
        Roster.Count count = roster.count(endpoint);
        if (allowed(count.up(), count.all(), config.maxEjectedPercent())) {
            eject(endpoint, config);
        } else {
            spare(endpoint, config);
        }
        health.errors().clear();
    }

    private void eject(Endpoint endpoint, OutlierConfig config) {
        endpoint.health().ejected(true);
        ejections.increment();
        ejected.put(
                endpoint,
                control.schedule(() -> readmit(endpoint), config.ejection().toNanos(), TimeUnit.NANOSECONDS));
        log.ejected(endpoint, roster.isBackup(endpoint), config, roster.standing(endpoint));
        onChange.run();
    }

    private void readmit(Endpoint endpoint) {
        Future<?> end = ejected.remove(endpoint);
        if (end == null) {
            return;
        }
        end.cancel(false);
        endpoint.health().errors().clear();
        endpoint.health().ejected(false);
        if (!endpoint.retired()) {
            log.readmitted(endpoint, roster.isBackup(endpoint), roster.standing(endpoint));
            onChange.run();
        }
    }

    /** Said once per time that it would have been out. */
    private void spare(Endpoint endpoint, OutlierConfig config) {
        long now = System.nanoTime();
        Long last = spared.get(endpoint);
        if (last == null || now - last > config.ejection().toNanos()) {
            spared.put(endpoint, now);
            log.spared(endpoint, roster.isBackup(endpoint), config.consecutiveErrors());
        }
    }
}
