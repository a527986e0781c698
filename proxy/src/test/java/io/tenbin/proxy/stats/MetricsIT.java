package io.tenbin.proxy.stats;

import static io.tenbin.proxy.Configs.drain;
import static io.tenbin.proxy.Configs.httpBackend;
import static io.tenbin.proxy.Configs.httpListener;
import static io.tenbin.proxy.Configs.servers;
import static io.tenbin.proxy.Configs.tcpBackend;
import static io.tenbin.proxy.Configs.tcpListener;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tenbin.config.DrainConfig;
import io.tenbin.config.ListenerConfig;
import io.tenbin.proxy.Configs;
import io.tenbin.proxy.RunningEngine;
import io.tenbin.proxy.TestServer;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MetricsIT {
    private static final DrainConfig DRAIN = drain(Duration.ZERO, Duration.ofSeconds(1));

    private final int port = TestServer.freePort();
    private final int other = TestServer.freePort();

    @Test
    void requests_and_changes_are_counted_under_names_of_the_fields_standard() throws Exception {
        try (RunningEngine proxy = RunningEngine.start();
                TestServer server = TestServer.start(socket -> {
                    socket.getInputStream().readNBytes(10);
                    socket.getOutputStream()
                            .write("HTTP/1.1 404 No\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno"
                                    .getBytes(US_ASCII));
                })) {
            proxy.apply(Configs.config(
                    DRAIN,
                    List.of(httpListener("web", port, List.of(), "b")),
                    httpBackend("b", servers(server.port()))));
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
                client.getOutputStream()
                        .write("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".getBytes(US_ASCII));
                assertThat(client.getInputStream().readAllBytes())
                        .asString(US_ASCII)
                        .startsWith("HTTP/1.1 404");
            }

            String edge = "loadbalancer=\"default/edge\"";
            String endpoint = "{address=\"127.0.0.1:" + server.port() + "\",backend=\"b\",endpoint=\"s0\"," + edge
                    + ",server=\"s0\"}";
            await().untilAsserted(() -> assertThat(samples(proxy))
                    .containsEntry("tenbin_listener_connections_total{listener=\"web\"," + edge + "}", 1.0)
                    .containsEntry("tenbin_listener_requests_total{listener=\"web\"," + edge + "}", 1.0)
                    .containsEntry("tenbin_listener_connections_active{listener=\"web\"," + edge + "}", 0.0)
                    .containsEntry("tenbin_backend_exchanges_active{backend=\"b\"," + edge + "}", 0.0)
                    .containsEntry("tenbin_endpoint_exchanges_total" + endpoint, 1.0)
                    .containsEntry("tenbin_endpoint_connections_total" + endpoint, 1.0)
                    .containsEntry(
                            "tenbin_endpoint_responses_total" + endpoint.replace(",endpoint", ",code=\"4xx\",endpoint"),
                            1.0)
                    .containsEntry("tenbin_reloads_total{" + edge + ",result=\"applied\"}", 1.0)
                    .containsEntry("tenbin_accept_failures_total{" + edge + "}", 0.0)
                    .containsEntry("tenbin_access_log_dropped_total", 0.0)
                    .containsEntry("tenbin_ready", 1.0)
                    .containsEntry("tenbin_draining", 0.0));
            Map<String, Double> all = samples(proxy);
            assertThat(all.get("tenbin_listener_sent_bytes_total{listener=\"web\"," + edge + "}"))
                    .isGreaterThan(50);
            assertThat(all.keySet().stream().filter(name -> name.startsWith("tenbin_config_applied")))
                    .containsExactly("tenbin_config_applied{hash=\""
                            + proxy.engine().applied().hash() + "\"," + edge + "}");
            // A counter ends with _total, and has a unit in its name where it has one.
            assertThat(types(proxy)).allSatisfy((name, type) -> {
                if (name.startsWith("tenbin_")) {
                    assertThat(name.endsWith("_total")).as(name).isEqualTo(type.equals("counter"));
                }
            });
        }
    }

    @Test
    void series_follow_the_configuration_and_never_pile_up() throws Exception {
        try (RunningEngine proxy = RunningEngine.start()) {
            ListenerConfig stays = tcpListener("stays", port, "b-0");
            proxy.apply(Configs.config(DRAIN, List.of(stays), tcpBackend("b-0", servers(9001))));
            int one = tenbinSeries(proxy);
            for (int i = 1; i <= 20; i++) {
                ListenerConfig next = tcpListener("stays", port, "b-" + i);
                proxy.apply(Configs.config(DRAIN, List.of(next), tcpBackend("b-" + i, servers(9001 + i))));
            }
            assertThat(tenbinSeries(proxy)).isEqualTo(one);

            proxy.apply(Configs.config(
                    DRAIN,
                    List.of(tcpListener("stays", port, "b-20"), tcpListener("goes", other, "b-20")),
                    tcpBackend("b-20", servers(9021))));
            assertThat(samples(proxy).keySet()).anyMatch(name -> name.contains("listener=\"goes\""));
            proxy.apply(Configs.config(
                    DRAIN, List.of(tcpListener("stays", port, "b-20")), tcpBackend("b-20", servers(9021))));

            // With its port, and without another change.
            await().untilAsserted(() ->
                    assertThat(samples(proxy).keySet()).noneMatch(name -> name.contains("listener=\"goes\"")));
            assertThat(tenbinSeries(proxy)).isEqualTo(one);
        }
    }

    private static int tenbinSeries(RunningEngine proxy) throws Exception {
        return (int) samples(proxy).keySet().stream()
                .filter(name -> name.startsWith("tenbin_"))
                .count();
    }

    private static Map<String, Double> samples(RunningEngine proxy) throws Exception {
        return proxy.get("/metrics")
                .body()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.lastIndexOf(' ')),
                        line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)),
                        (a, b) -> a,
                        TreeMap::new));
    }

    private static Map<String, String> types(RunningEngine proxy) throws Exception {
        return proxy.get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("# TYPE "))
                .collect(Collectors.toMap(
                        line -> line.substring("# TYPE ".length(), line.lastIndexOf(' ')),
                        line -> line.substring(line.lastIndexOf(' ') + 1)));
    }
}
