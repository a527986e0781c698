package io.tenbin.proxy.admin;

import static io.tenbin.proxy.Configs.drain;
import static io.tenbin.proxy.Configs.servers;
import static io.tenbin.proxy.Configs.tcpBackend;
import static io.tenbin.proxy.Configs.tcpListener;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.tenbin.config.ProxyConfig;
import io.tenbin.config.ProxyConfigCodec;
import io.tenbin.proxy.Configs;
import io.tenbin.proxy.RunningEngine;
import io.tenbin.proxy.TestServer;
import io.tenbin.proxy.snapshot.Discovery;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminServerIT {
    private final int port = TestServer.freePort();

    @Test
    void it_is_alive_at_once_and_ready_only_with_the_complete_snapshot_in_force() throws Exception {
        try (RunningEngine proxy = RunningEngine.start()) {
            assertAnswer(proxy.get("/livez"), 200, "ok\n");
            assertAnswer(proxy.get("/readyz"), 503, "the configuration is not applied yet\n");

            proxy.announce();
            proxy.discovered(new Discovery(Map.of(), Map.of("a.test", InetAddress.getLoopbackAddress())));
            assertAnswer(proxy.get("/readyz"), 503, "the configuration is not applied yet\n");

            proxy.apply(config(9001));
            assertAnswer(proxy.get("/readyz"), 200, "ok\n");

            CompletableFuture<Boolean> drained = CompletableFuture.supplyAsync(() -> {
                try {
                    return proxy.engine().drain();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            await().untilAsserted(() -> assertAnswer(proxy.get("/readyz"), 503, "draining\n"));
            assertAnswer(proxy.get("/livez"), 200, "ok\n");
            assertThat(drained.get(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void every_answer_forbids_caching_and_guessing_and_other_pages_and_methods_are_refused() throws Exception {
        try (RunningEngine proxy = RunningEngine.start();
                HttpClient client = HttpClient.newHttpClient()) {
            for (String page : List.of("/livez", "/readyz", "/metrics", "/applied", "/nowhere", "/livez/deeper")) {
                HttpResponse<String> answer = proxy.get(page);
                assertThat(answer.headers().firstValue("Cache-Control"))
                        .as(page)
                        .contains("no-store");
                assertThat(answer.headers().firstValue("X-Content-Type-Options"))
                        .as(page)
                        .contains("nosniff");
            }
            assertThat(proxy.get("/nowhere").statusCode()).isEqualTo(404);
            assertThat(proxy.get("/livez/deeper").statusCode()).isEqualTo(404);
            HttpResponse<String> posted = client.send(
                    HttpRequest.newBuilder(proxy.admin("/applied"))
                            .POST(HttpRequest.BodyPublishers.ofString("x"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertAnswer(posted, 405, "only GET\n");
            assertThat(posted.headers().firstValue("Allow")).contains("GET");
        }
    }

    @Test
    void what_is_applied_names_hash_listeners_and_backends() throws Exception {
        try (RunningEngine proxy = RunningEngine.start()) {
            JsonNode nothing = proxy.applied("");
            assertThat(nothing.path("hash").asText()).isEmpty();
            assertThat(nothing.path("ready").asBoolean()).isFalse();

            ProxyConfig config = config(9001, 9002);
            proxy.apply(config);

            JsonNode applied = proxy.applied("");
            assertThat(applied.path("hash").asText())
                    .isEqualTo(ProxyConfigCodec.encode(config).hash());
            assertThat(applied.path("ready").asBoolean()).isTrue();
            assertThat(applied.path("draining").asBoolean()).isFalse();
            assertThat(applied.path("rejected").asText()).isEmpty();
            assertThat(applied.path("listeners"))
                    .hasToString("[{\"loadBalancer\":\"default/edge\",\"name\":\"l\",\"port\":" + port + "}]");
            JsonNode backend = applied.path("backends").path(0);
            assertThat(backend.path("name").asText()).isEqualTo("b");
            assertThat(backend.path("total").asInt()).isEqualTo(2);
            assertThat(backend.path("healthy").asInt()).isEqualTo(2);
            assertThat(backend.path("draining").asInt()).isZero();
        }
    }

    @Test
    void a_long_poll_is_answered_as_soon_as_something_else_is_in_force() throws Exception {
        try (RunningEngine proxy = RunningEngine.start()) {
            proxy.apply(config(9001));
            JsonNode first = proxy.applied("");
            for (String known :
                    List.of(first.path("version").asText(), first.path("hash").asText())) {
                CompletableFuture<JsonNode> poll = poll(proxy, "?after=" + known + "&waitSeconds=30");
                // The poll waits, it does not answer what is known.
                assertThatThrownBy(() -> poll.get(150, TimeUnit.MILLISECONDS)).isNotNull();
                assertThat(poll).isNotDone();

                proxy.apply(config(9002));

                JsonNode next = poll.get(5, TimeUnit.SECONDS);
                assertThat(next.path("hash").asText())
                        .isNotEqualTo(first.path("hash").asText());
                proxy.apply(config(9001));
            }
        }
    }

    @Test
    void a_long_poll_ends_with_its_time_and_does_not_wait_for_who_knows_something_else() throws Exception {
        try (RunningEngine proxy = RunningEngine.start()) {
            proxy.apply(config(9001));
            String hash = proxy.applied("").path("hash").asText();

            long begin = System.nanoTime();
            assertThat(proxy.applied("?after=" + hash + "&waitSeconds=1")
                            .path("hash")
                            .asText())
                    .isEqualTo(hash);
            assertThat(Duration.ofNanos(System.nanoTime() - begin))
                    .isBetween(Duration.ofMillis(950), Duration.ofSeconds(5));

            begin = System.nanoTime();
            proxy.applied("?after=unknown&waitSeconds=60");
            proxy.applied("?after=" + hash);
            proxy.applied("?after=" + hash + "&waitSeconds=-5");
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
            assertAnswer(
                    proxy.get("/applied?after=" + hash + "&waitSeconds=soon"),
                    400,
                    "waitSeconds is a whole number from 0 to 60\n");
        }
    }

    @Test
    void the_token_guards_what_is_applied_and_only_that_and_may_be_replaced(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("token");
        try (RunningEngine proxy = RunningEngine.start(file)) {
            // Not there yet: nobody gets in, not even with an empty token.
            assertThat(proxy.get("/applied", "Authorization", "Bearer ").statusCode())
                    .isEqualTo(401);

            Files.writeString(file, "first-token\n");
            HttpResponse<String> without = proxy.get("/applied");
            assertThat(without.statusCode()).isEqualTo(401);
            assertThat(without.headers().firstValue("WWW-Authenticate")).contains("Bearer");
            assertThat(without.body()).doesNotContain("first-token");
            assertThat(status(proxy, "Bearer first-token")).isEqualTo(200);
            assertThat(status(proxy, "bearer first-token")).isEqualTo(200);
            assertThat(status(proxy, "Bearer first-toke")).isEqualTo(401);
            assertThat(status(proxy, "Bearer first-token-")).isEqualTo(401);
            assertThat(status(proxy, "Basic first-token")).isEqualTo(401);
            assertThat(status(proxy, "first-token")).isEqualTo(401);

            Files.writeString(file, "second-token");
            assertThat(status(proxy, "Bearer first-token")).isEqualTo(401);
            assertThat(status(proxy, "Bearer second-token")).isEqualTo(200);

            assertThat(proxy.get("/livez").statusCode()).isEqualTo(200);
            assertThat(proxy.get("/metrics").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void many_who_wait_leave_a_place_for_those_who_ask_about_health() throws Exception {
        try (RunningEngine proxy = RunningEngine.start();
                var waiting = Executors.newVirtualThreadPerTaskExecutor()) {
            proxy.apply(config(9001));
            String hash = proxy.applied("").path("hash").asText();
            List<Future<Integer>> all = new ArrayList<>();
            for (int i = 0; i < AdminServer.CONCURRENT + 20; i++) {
                all.add(waiting.submit(() ->
                        proxy.get("/applied?after=" + hash + "&waitSeconds=30").statusCode()));
            }
            await().until(() -> all.stream().filter(Future::isDone).count() == 20);

            assertAnswer(proxy.get("/livez"), 200, "ok\n");
            assertAnswer(proxy.get("/readyz"), 200, "ok\n");
            assertThat(proxy.get("/metrics").statusCode()).isEqualTo(503);

            proxy.apply(config(9002));
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> one : all) {
                statuses.add(one.get(10, TimeUnit.SECONDS));
            }
            assertThat(statuses.stream().filter(status -> status == 200)).hasSize(AdminServer.CONCURRENT);
            assertThat(statuses.stream().filter(status -> status == 503)).hasSize(20);
            assertThat(proxy.get("/metrics").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void a_taken_address_is_named() throws Exception {
        try (TestServer taken = TestServer.echo()) {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), taken.port());
            assertThatThrownBy(() -> AdminServer.start(address, new AppliedBoard(), () -> "", null))
                    .isInstanceOf(IOException.class)
                    .hasMessage("admin port localhost:" + taken.port() + " cannot be bound: Address already in use");
        }
    }

    private ProxyConfig config(int... serverPorts) {
        return Configs.config(
                drain(Duration.ofMillis(300), Duration.ofSeconds(1)),
                List.of(tcpListener("l", port, "b")),
                tcpBackend("b", servers(serverPorts)));
    }

    private static int status(RunningEngine proxy, String authorization) throws Exception {
        return proxy.get("/applied", "Authorization", authorization).statusCode();
    }

    private static CompletableFuture<JsonNode> poll(RunningEngine proxy, String query) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return proxy.applied(query);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
    }

    private static void assertAnswer(HttpResponse<String> answer, int status, String body) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo(body);
    }
}
