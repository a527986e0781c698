package io.tenbin.proxy.http;

import static io.tenbin.proxy.http.HttpKeepAliveIT.GET;
import static org.assertj.core.api.Assertions.assertThat;

import io.tenbin.config.RetriesConfig;
import io.tenbin.config.RetriesConfig.Cause;
import io.tenbin.coverage.Covers;
import io.tenbin.proxy.http.Wire.Message;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each condition of {@code retryOn}, alone, and what else decides. */
class HttpRetryOnIT {
    private static final String POST = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx";

    @Covers("Backend.spec.retries.retryOn")
    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 408, 421, 425, 429, 500, 501, 502, 503, 504})
    void a_status_that_is_named_is_held_back_and_another_server_asked(int status) throws Exception {
        try (TestServer broken = answering(status);
                TestServer server = TestServer.saying("ok");
                TestProxy proxy = Configs.of(broken, server)
                        .retries(on(List.of(), status))
                        .start();
                Wire client = proxy.connect()) {
            Message answer = client.send(GET).answer();

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("ok");
            assertThat(broken.requests()).hasSize(1);
            assertThat(proxy.lastLogged(1).load().retries()).isEqualTo(1);
            assertThat(proxy.lastLogged(1).load().redispatched()).isTrue();
        }
    }

    @Test
    void a_status_that_is_not_named_is_the_answer() throws Exception {
        try (TestServer broken = answering(503);
                TestServer server = TestServer.saying("ok");
                TestProxy proxy = Configs.of(broken, server)
                        .retries(on(List.of(Cause.values()), 500))
                        .start();
                Wire client = proxy.connect()) {
            assertThat(client.send(GET).answer().body()).isEqualTo("503 here");
        }
    }

    @Test
    void the_last_answer_is_given_when_no_retry_is_left() throws Exception {
        try (TestServer broken = answering(503);
                TestProxy proxy = Configs.of(broken).retries(on(List.of(), 503)).start();
                Wire client = proxy.connect()) {
            Message answer = client.send(GET).answer();

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.body()).isEqualTo("503 here");
            assertThat(broken.requests()).hasSize(4);
            assertThat(proxy.lastLogged(1).load().retries()).isEqualTo(3);
        }
    }

    @Covers("Backend.spec.retries.allowNonIdempotent")
    @ParameterizedTest
    @CsvSource({"false, 503, 0", "true, 200, 1"})
    void what_is_not_idempotent_is_repeated_only_if_that_is_allowed(boolean allowed, int status, int repeated)
            throws Exception {
        try (TestServer broken = answering(503);
                TestServer server = TestServer.saying("ok");
                TestProxy proxy = Configs.of(broken, server)
                        .retries(new RetriesConfig(
                                3, new RetriesConfig.After(List.of(), List.of(503)), -1, allowed, 20, 65_536))
                        .start();
                Wire client = proxy.connect()) {
            assertThat(client.send(POST).answer().status()).isEqualTo(status);
            assertThat(server.requests())
                    .hasSize(repeated)
                    .allMatch(request -> request.body().equals("x"));
        }
    }

    @ParameterizedTest
    @CsvSource({"RESPONSE_TIMEOUT, 200", "EMPTY_RESPONSE, 504"})
    void a_silent_server_is_left_for_another_if_that_is_wanted(Cause cause, int status) throws Exception {
        try (TestServer silent = TestServer.start((client, self) -> {
                    self.request(client);
                    client.rest();
                });
                TestServer server = TestServer.saying("ok");
                TestProxy proxy = Configs.of(silent, server)
                        .serverTimeout(300)
                        .retries(on(List.of(cause)))
                        .start();
                Wire client = proxy.connect()) {
            assertThat(client.send(GET).answer().status()).isEqualTo(status);
            assertThat(proxy.lastLogged(1).outcome().termination()).isEqualTo(status == 200 ? "----" : "sH--");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "JUNK_RESPONSE  | nonsense            | 200",
                "JUNK_RESPONSE  | HTTP/1.1 200 OK^Con | 200",
                "EMPTY_RESPONSE | nonsense            | 502",
                "EMPTY_RESPONSE | HTTP/1.1 200 OK^Con | 502",
                "JUNK_RESPONSE  | ''                  | 502",
                "EMPTY_RESPONSE | ''                  | 200"
            })
    void an_answer_that_is_none_is_told_from_no_answer(Cause cause, String answer, int status) throws Exception {
        try (TestServer broken = TestServer.once(answer.replace("^", "\r\n"));
                TestServer server = TestServer.saying("ok");
                TestProxy proxy =
                        Configs.of(broken, server).retries(on(List.of(cause))).start();
                Wire client = proxy.connect()) {
            assertThat(client.send(GET).answer().status()).isEqualTo(status);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Cause.class, names = "CONNECT_FAILURE", mode = EnumSource.Mode.EXCLUDE)
    void without_connect_failure_a_refused_connection_is_the_end(Cause cause) throws Exception {
        try (TestProxy proxy = new Configs()
                        .server(HttpRetryIT.unusedPort())
                        .retries(on(List.of(cause)))
                        .start();
                Wire client = proxy.connect()) {
            assertThat(client.send(GET).answer().status()).isEqualTo(503);
            assertThat(proxy.lastLogged(1).load().retries()).isZero();
        }
    }

    @Covers("Backend.spec.retries.bufferSize")
    @ParameterizedTest
    @CsvSource({"10, 200", "11, 502"})
    void a_body_is_kept_up_to_the_buffers_size(int length, int status) throws Exception {
        try (TestServer silent = TestServer.once("");
                TestServer server = TestServer.saying("ok");
                TestProxy proxy = Configs.of(silent, server)
                        .retries(new RetriesConfig(
                                3,
                                new RetriesConfig.After(List.of(Cause.EMPTY_RESPONSE), List.of()),
                                -1,
                                false,
                                20,
                                10))
                        .start();
                Wire client = proxy.connect()) {
            client.send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: " + length + "\r\n\r\n" + "x".repeat(length));

            assertThat(client.answer().status()).isEqualTo(status);
        }
    }

    @Covers("Backend.spec.retries.redispatch")
    @Test
    void without_redispatch_every_attempt_goes_to_the_same_server() throws Exception {
        AtomicInteger served = new AtomicInteger();
        try (TestServer broken = answering(503);
                TestServer other = TestServer.start((client, self) -> served.incrementAndGet());
                TestProxy proxy = Configs.of(broken, other)
                        .retries(new RetriesConfig(
                                3, new RetriesConfig.After(List.of(), List.of(503)), 0, false, 20, 65_536))
                        .start();
                Wire client = proxy.connect()) {
            assertThat(client.send(GET).answer().status()).isEqualTo(503);
            assertThat(broken.requests()).hasSize(4);
            assertThat(served).hasValue(0);
        }
    }

    @Covers("Backend.spec.retries.budgetPercent")
    @Test
    void the_budget_bounds_what_is_repeated() throws Exception {
        try (TestServer broken = answering(503);
                TestProxy proxy = Configs.of(broken)
                        .retries(new RetriesConfig(
                                1, new RetriesConfig.After(List.of(), List.of(503)), -1, false, 0, 65_536))
                        .start();
                Wire client = proxy.connect()) {
            for (int i = 0; i < 60; i++) {
                assertThat(client.send(GET).answer().status()).isEqualTo(503);
            }
            // 50 retries in 10 s are allowed in any case; on a machine so slow that 60 requests take longer, some more.
            assertThat(broken.requests()).hasSizeGreaterThanOrEqualTo(110).hasSizeLessThan(120);
        }
    }

    private static TestServer answering(int status) throws Exception {
        return TestServer.start((client, self) -> {
            while (self.request(client) != null) {
                client.send("HTTP/1.1 " + status + " Error\r\nContent-Length: 8\r\n\r\n" + status + " here");
            }
        });
    }

    private static RetriesConfig on(List<Cause> causes, Integer... statuses) {
        return new RetriesConfig(3, new RetriesConfig.After(causes, List.of(statuses)), -1, false, 20, 65_536);
    }
}
