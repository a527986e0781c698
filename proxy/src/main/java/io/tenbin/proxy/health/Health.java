package io.tenbin.proxy.health;

import io.tenbin.config.HealthCheckConfig;
import io.tenbin.config.OutlierConfig;
import io.tenbin.config.ServerOptions;
import io.tenbin.proxy.snapshot.Member;
import io.tenbin.proxy.snapshot.Snapshot;
import io.tenbin.proxy.transport.Transport;
import io.tenbin.proxy.upstream.Endpoint;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.LongAdder;

/** The health of all endpoints of one LoadBalancer: who is checked, who is ejected, and who hears of it. */
public final class Health {
    private final Roster roster = new Roster();
    private final ScheduledExecutorService control;
    private final Runnable onChange;
    private final HealthLog log;
    private final HealthChecks checks;
    private final Outliers outliers;

    /**
     * Watches nothing yet.
     *
     * @param loadBalancer {@code namespace/name}, for the log
     * @param control the thread on which snapshots are made
     * @param onChange called, on any thread, when another snapshot is due since an endpoint came up or went down
     */
    public Health(String loadBalancer, Transport transport, ScheduledExecutorService control, Runnable onChange) {
        this.control = control;
        this.onChange = onChange;
        this.log = new HealthLog(loadBalancer);
        this.checks = new HealthChecks(transport.loops(), new SocketProber(transport), this::checked, onChange);
        this.outliers = new Outliers(roster, control, onChange, log);
    }

    /** Follows a snapshot that has come into force. On the control thread. */
    public void follow(Snapshot snapshot) {
        roster.follow(snapshot);
        Map<Endpoint, CheckPlan> checked = new HashMap<>();
        Map<Endpoint, OutlierConfig> watched = new HashMap<>();
        roster.places().forEach(place -> {
            Member member = place.member();
            HealthCheckConfig check = member.options().health().check();
            OutlierConfig outlier = member.options().health().outliers();
            if (check != null && member.options().state() != ServerOptions.State.MAINT) {
                checked.put(
                        member.endpoint(),
                        CheckPlan.of(member.endpoint(), check, place.backend().tls()));
            }
            if (outlier != null) {
                watched.put(member.endpoint(), outlier);
            }
            member.endpoint().health().begin();
        });
        checks.follow(checked);
        outliers.follow(watched);
    }

    /** How often an endpoint was ejected. */
    public LongAdder ejections() {
        return outliers.ejections();
    }

    /** On the check's event loop, where nothing is logged. */
    private void checked(CheckEvent event) {
        if (event.turns()) {
            onChange.run();
        }
        if (event.turns() || event.tells()) {
            try {
                control.execute(() -> tell(event));
            } catch (RejectedExecutionException e) {
                // The process ends.
            }
        }
    }

    private void tell(CheckEvent event) {
        Endpoint endpoint = event.endpoint();
        boolean backup = roster.isBackup(endpoint);
        if (checks.logsAll(endpoint) && event.tells()) {
            log.checked(endpoint, backup, event.result(), event.after());
        }
        if (event.turns()) {
            log.turned(endpoint, backup, event.result(), event.after().isUp(), roster.standing(endpoint));
        }
    }
}
