package io.tenbin.proxy.health;

import io.tenbin.config.OutlierConfig;
import io.tenbin.proxy.upstream.CheckResult;
import io.tenbin.proxy.upstream.Endpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is logged when an endpoint's health changes, in HAProxy's words ({@code srv_append_status} and {@code srv_append_more} in its
 * {@code server.c}), so that what reads HAProxy's log reads this. Belongs to the control thread.
 */
final class HealthLog {
    private static final Logger LOG = LoggerFactory.getLogger(HealthLog.class);

    private final String loadBalancer;

    HealthLog(String loadBalancer) {
        this.loadBalancer = loadBalancer;
    }

    /**
     * How many servers of a Backend are up.
     *
     * @param active those that are no backups
     */
    record Standing(int active, int backup) {
        String words(String ending) {
            return active + " active and " + backup + " backup servers " + ending + "."
                    + (active == 0 && backup > 0 ? " Running on backup." : "");
        }

        boolean nobody() {
            return active + backup == 0;
        }
    }

    /** It went down, or came up, by its checks. */
    void turned(Endpoint endpoint, boolean backup, CheckResult result, boolean up, Standing standing) {
        String line = turn(endpoint, backup, result, up, standing);
        if (up) {
            LOG.info("{} loadbalancer={}", line, loadBalancer);
        } else {
            LOG.warn("{} loadbalancer={}", line, loadBalancer);
            nobodyLeft(endpoint, standing);
        }
    }

    static String turn(Endpoint endpoint, boolean backup, CheckResult result, boolean up, Standing standing) {
        return server(endpoint, backup, "Server ", "Backup Server ")
                + (up ? " is UP" : " is DOWN")
                + reason(result)
                + ". "
                + standing.words(up ? "online" : "left")
                + (up ? "" : " " + sessions(endpoint));
    }

    /** Who waits for it and no other goes elsewhere, all of them: none remain. */
    private static String sessions(Endpoint endpoint) {
        return endpoint.stats().activeRequests().get() + " sessions active, "
                + endpoint.slots().queued() + " requeued, 0 remaining in queue.";
    }

    /** A check ended otherwise than the one before, or the counter moved ({@code option log-health-checks}). */
    void checked(Endpoint endpoint, boolean backup, CheckResult result, HealthCounter counter) {
        LOG.info("{} loadbalancer={}", check(endpoint, backup, result, counter), loadBalancer);
    }

    static String check(Endpoint endpoint, boolean backup, CheckResult result, HealthCounter counter) {
        return "Health check for " + server(endpoint, backup, "server ", "backup server ")
                + (result.status().passed() ? " succeeded" : " failed") + reason(result) + ", status: " + counter + ".";
    }

    /** Live traffic took it out. */
    void ejected(Endpoint endpoint, boolean backup, OutlierConfig config, Standing standing) {
        LOG.warn("{} loadbalancer={}", ejection(endpoint, backup, config, standing), loadBalancer);
        nobodyLeft(endpoint, standing);
    }

    static String ejection(Endpoint endpoint, boolean backup, OutlierConfig config, Standing standing) {
        return server(endpoint, backup, "Server ", "Backup Server ")
                + " is ejected for "
                + config.ejection().toMillis()
                + "ms, reason: "
                + config.consecutiveErrors()
                + " errors in a row. "
                + standing.words("left");
    }

    void readmitted(Endpoint endpoint, boolean backup, Standing standing) {
        LOG.info(
                "{} is back after its ejection. {} loadbalancer={}",
                server(endpoint, backup, "Server ", "Backup Server "),
                standing.words("online"),
                loadBalancer);
    }

    void spared(Endpoint endpoint, boolean backup, int errors) {
        LOG.warn(
                "{} is not ejected after {} errors in a row: too many others are out. loadbalancer={}",
                server(endpoint, backup, "Server ", "Backup Server "),
                errors,
                loadBalancer);
    }

    private void nobodyLeft(Endpoint endpoint, Standing standing) {
        if (standing.nobody()) {
            LOG.error(
                    "backend {} has no server available! loadbalancer={}",
                    endpoint.id().backend(),
                    loadBalancer);
        }
    }

    private static String server(Endpoint endpoint, boolean backup, String active, String backups) {
        return (backup ? backups : active) + endpoint.id().backend() + "/" + endpoint.name();
    }

    private static String reason(CheckResult result) {
        return ", reason: " + result.reason() + ", check duration: "
                + result.took().toMillis() + "ms";
    }
}
