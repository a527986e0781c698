package io.tenbin.proxy.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenbin.config.OutlierConfig;
import io.tenbin.coverage.Covers;
import io.tenbin.proxy.upstream.CheckResult;
import io.tenbin.proxy.upstream.CheckStatus;
import io.tenbin.proxy.upstream.Endpoint;
import io.tenbin.proxy.upstream.EndpointId;
import io.tenbin.proxy.upstream.EndpointRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The words are HAProxy's, letter by letter where it has them. */
class HealthLogTest {
    private static final CheckResult REFUSED =
            new CheckResult(CheckStatus.L4CON, 0, "Connection refused", Duration.ofMillis(1));
    private static final CheckResult WRONG =
            new CheckResult(CheckStatus.L7STS, 503, "Service Unavailable", Duration.ofMillis(12));
    private static final CheckResult GOOD = new CheckResult(CheckStatus.L7OK, 200, "", Duration.ofMillis(3));

    private final Endpoint endpoint = new EndpointRegistry()
            .endpoint(
                    new EndpointId("app", "s0", "k"),
                    "web1",
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 80));

    @Test
    void aServerGoesDownAndComesUp() {
        assertThat(HealthLog.turn(endpoint, false, REFUSED, false, new HealthLog.Standing(1, 0)))
                .isEqualTo(
                        "Server app/web1 is DOWN, reason: Layer4 connection problem, info: \"Connection refused\", "
                                + "check duration: 1ms. 1 active and 0 backup servers left. 0 sessions active, 0 requeued, 0 remaining in queue.");
        assertThat(HealthLog.turn(endpoint, false, WRONG, false, new HealthLog.Standing(0, 1)))
                .isEqualTo(
                        "Server app/web1 is DOWN, reason: Layer7 wrong status, code: 503, "
                                + "info: \"Service Unavailable\", check duration: 12ms. "
                                + "0 active and 1 backup servers left. Running on backup. 0 sessions active, 0 requeued, 0 remaining in queue.");
        assertThat(HealthLog.turn(endpoint, true, GOOD, true, new HealthLog.Standing(2, 1)))
                .isEqualTo("Backup Server app/web1 is UP, reason: Layer7 check passed, code: 200, check duration: 3ms. "
                        + "2 active and 1 backup servers online.");
    }

    @Test
    @Covers("Backend.spec.healthCheck.log")
    void eachChangeOfTheCounter() {
        assertThat(HealthLog.check(endpoint, false, REFUSED, new HealthCounter(2, 3, 3)))
                .isEqualTo("Health check for server app/web1 failed, reason: Layer4 connection problem, "
                        + "info: \"Connection refused\", check duration: 1ms, status: 2/3 UP.");
        assertThat(HealthLog.check(endpoint, true, GOOD, new HealthCounter(2, 3, 1)))
                .isEqualTo("Health check for backup server app/web1 succeeded, reason: Layer7 check passed, code: 200, "
                        + "check duration: 3ms, status: 1/2 DOWN.");
    }

    @Test
    void aServerIsEjected() {
        assertThat(HealthLog.ejection(
                        endpoint,
                        false,
                        new OutlierConfig(5, Duration.ofSeconds(30), 50),
                        new HealthLog.Standing(1, 0)))
                .isEqualTo("Server app/web1 is ejected for 30000ms, reason: 5 errors in a row. "
                        + "1 active and 0 backup servers left.");
    }
}
