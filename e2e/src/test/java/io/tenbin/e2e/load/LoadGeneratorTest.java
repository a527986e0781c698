package io.tenbin.e2e.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tenbin.e2e.load.FaultyServer.Fault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadGeneratorTest {

    private static final long VICTIM = 103; // a POST in chunks

    @Test
    void a_server_that_answers_well_has_no_failures_at_the_asked_rate() throws Exception {
        LoadReport report = load(Fault.NONE, 600);

        assertThat(report.failed()).isEmpty();
        assertThat(report.answered()).isEqualTo(report.sent()).isGreaterThanOrEqualTo(600);
        assertThat(report.pods()).isEqualTo(Map.of("in-memory", report.sent()));
        assertThat(report.p50()).isPositive().isLessThanOrEqualTo(report.p99());
        assertThat(report.p99()).isLessThanOrEqualTo(report.slowest());
    }

    @Test
    void requests_are_paced() throws Exception {
        LoadReport report = load(Fault.NONE, 400);

        assertThat(report.rate()).isBetween(200.0, 820.0);
    }

    @ParameterizedTest
    @CsvSource({
        "DROP, CLOSED",
        "RESET, RESET",
        "CUT, CLOSED",
        "STALL, TIMEOUT",
        "DOUBLE, SURPLUS",
        "SWAP_ANSWER, IDENTITY",
        "SWAP_REQUEST, IDENTITY",
        "CORRUPT_REQUEST_BODY, BODY",
        "CORRUPT_ANSWER, MALFORMED",
        "UNAVAILABLE, STATUS",
        "GARBAGE, MALFORMED",
    })
    void a_mistreated_request_is_counted_once_and_by_kind(Fault fault, Failure expected) throws Exception {
        LoadReport report = load(fault, VICTIM + 200);

        assertThat(report.failed()).isEqualTo(Map.of(expected, 1L));
        assertThat(report.answered()).isEqualTo(report.sent() - 1);
        assertThat(report.examples()).singleElement().asString().contains("request " + VICTIM + ": " + expected);
    }

    @Test
    void a_close_that_was_announced_is_no_failure() throws Exception {
        assertThat(load(Fault.ANNOUNCE_CLOSE, VICTIM + 100).failed()).isEmpty();
    }

    @Test
    void a_refused_connection_is_a_failed_request() throws Exception {
        InetSocketAddress nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = (InetSocketAddress) socket.getLocalSocketAddress();
        }
        try (LoadGenerator load = LoadGenerator.start(plan(nobody, Fault.NONE))) {
            await().until(() -> load.report().failed().getOrDefault(Failure.CONNECT, 0L) >= 10);
            assertThat(load.stop().answered()).isZero();
        }
    }

    private static LoadReport load(Fault fault, long requests) throws IOException {
        try (FaultyServer server = new FaultyServer(fault, VICTIM);
                LoadGenerator load = LoadGenerator.start(plan(server.address(), fault))) {
            // The stalled request is counted after its timeout, 500 ms; by then many more have been sent.
            await().atMost(Duration.ofSeconds(20)).until(() -> {
                LoadReport report = load.report();
                return report.sent() >= requests
                        && (fault == Fault.NONE
                                || fault == Fault.ANNOUNCE_CLOSE
                                || !report.failed().isEmpty());
            });
            return load.stop();
        }
    }

    private static LoadPlan plan(InetSocketAddress address, Fault fault) {
        // Short only where a timeout is what is to be seen: a busy machine may well pause for a second.
        Duration timeout = fault == Fault.STALL ? Duration.ofMillis(500) : Duration.ofSeconds(10);
        return new LoadPlan(address, "app.test", 8, 800, timeout);
    }
}
