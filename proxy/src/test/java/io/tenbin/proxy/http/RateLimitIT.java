package io.tenbin.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenbin.coverage.Covers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How many requests of one client a rule lets through. */
class RateLimitIT {
    @RegisterExtension
    final ServedRules served = new ServedRules();

    @BeforeEach
    void start() throws IOException {
        served.backend("app", TestServer.saying("hello"));
    }

    @Test
    @Covers({
        "LoadBalancer.spec.listeners[].rules[].rateLimit.requests",
        "LoadBalancer.spec.listeners[].rules[].rateLimit.per"
    })
    void over_the_limit_429_says_when_to_come_back_and_other_addresses_are_let_through() throws Exception {
        served.serve(limited("requests: 2, per: 1h"));

        assertThat(statuses("127.0.0.1", "", 3)).containsExactly(200, 200, 429);
        assertThat(statuses("127.0.0.2", "", 1)).containsExactly(200);

        try (Wire client = new Wire(served.edge().connectFrom("127.0.0.1"))) {
            Wire.Message over = client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").answer();
            assertThat(over.head())
                    .startsWith("HTTP/1.1 429 Too Many Requests\r\n")
                    .contains("Cache-Control: no-cache")
                    .doesNotContain("Connection:");
            assertThat(Integer.parseInt(over.field("Retry-After"))).isBetween(1700, 1800);
            assertThat(over.body()).contains("too many requests");
            assertThat(client.send("GET /free HTTP/1.1\r\nHost: a\r\n\r\n")
                            .answer()
                            .status())
                    .as("a rule without a limit, on the same connection")
                    .isEqualTo(200);
        }
        assertThat(served.log(6).get(2)).contains(" web web/<NOSRV> ", " 429 ", " PR-- ");
        assertThat(served.edge().served().metric("tenbin_listener_throttled_requests_total", "listener=\"web\""))
                .isEqualTo(2);
    }

    @Test
    @Covers("LoadBalancer.spec.listeners[].rules[].rateLimit.burst")
    void a_burst_is_let_through_at_once_and_what_has_been_waited_for_later() throws Exception {
        served.serve(limited("requests: 10, per: 1s, burst: 2"));

        List<Integer> statuses = statuses("127.0.0.1", "", 3);
        assertThat(statuses.subList(0, 2)).containsExactly(200, 200);
        Thread.sleep(120);
        assertThat(statuses("127.0.0.1", "", 1)).containsExactly(200);
    }

    @Test
    @Covers("LoadBalancer.spec.listeners[].rules[].rateLimit.key")
    void clients_may_be_told_apart_by_a_field() throws Exception {
        served.serve(limited("requests: 1, per: 1h, key: Header(X-Key)"));
        String credential = "Bearer " + "x".repeat(2000);

        assertThat(statuses("127.0.0.1", "X-Key: a\r\n", 2)).containsExactly(200, 429);
        assertThat(statuses("127.0.0.2", "X-Key: a\r\n", 1)).containsExactly(429);
        assertThat(statuses("127.0.0.1", "X-Key: b\r\n", 2)).containsExactly(200, 429);
        assertThat(statuses("127.0.0.1", "X-Key: " + credential + "1\r\n", 2)).containsExactly(200, 429);
        assertThat(statuses("127.0.0.1", "X-Key: " + credential + "2\r\n", 1)).containsExactly(200);
        assertThat(statuses("127.0.0.1", "", 2))
                .as("who has none counts as one")
                .containsExactly(200, 429);
    }

    @Test
    void buckets_outlive_changes_of_other_rules_and_a_page_takes_the_place_of_the_words() throws Exception {
        served.serve(limited("requests: 1, per: 1h"));
        assertThat(statuses("127.0.0.1", "", 1)).containsExactly(200);

        served.serve("http: {errorPages: [{status: 429, contentType: text/plain, body: slowly}]}, "
                + limited("requests: 1, per: 1h").replace("/free", "/other"));

        Wire.Message over = served.ask("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(over.status()).isEqualTo(429);
        assertThat(over.body()).isEqualTo("slowly");
        assertThat(over.field("Content-Type")).isEqualTo("text/plain");
        assertThat(over.field("Retry-After")).isNotNull();
    }

    private static String limited(String limit) {
        return "rules: [{match: {paths: [{type: Exact, value: /free}]}, backend: app}, {backend: app, rateLimit: {"
                + limit + "}}]";
    }

    private List<Integer> statuses(String source, String fields, int requests) throws Exception {
        List<Integer> statuses = new ArrayList<>();
        try (Wire client = new Wire(served.edge().connectFrom(source))) {
            for (int i = 0; i < requests; i++) {
                statuses.add(client.send("GET / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n")
                        .answer()
                        .status());
            }
        }
        return statuses;
    }
}
