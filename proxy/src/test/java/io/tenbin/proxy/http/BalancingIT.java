package io.tenbin.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tenbin.coverage.Covers;
import io.tenbin.proxy.Edge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From what a Backend says about balancing to the servers whose turn it is. */
class BalancingIT {
    @RegisterExtension
    final NamedServers servers = new NamedServers();

    @ParameterizedTest
    @CsvSource({"false,bbbb", "true,bbcc"})
    @Covers({"Backend.spec.servers[].backup", "Backend.spec.allBackups"})
    void backups_take_over_when_no_other_server_is_left(boolean all, String takenOver) throws Exception {
        String backups = servers.server("b", "backup: true"), others = servers.server("c", "backup: true");
        servers.serve("allBackups: " + all, servers.server("a", ""), backups, others);
        assertThat(servers.answers(4)).isEqualTo("aaaa");

        servers.serve("allBackups: " + all, servers.server("a", "weight: 0"), backups, others);
        assertThat(servers.sortedAnswers(4)).isEqualTo(takenOver);
    }

    @ParameterizedTest
    @CsvSource({"Ready,aabb", "Drain,bbbb", "Maint,bbbb"})
    @Covers("Backend.spec.servers[].state")
    void a_server_that_is_taken_out_gets_no_new_work(String state, String reached) throws Exception {
        servers.serve("", servers.server("a", "state: " + state), servers.server("b", ""));
        assertThat(servers.sortedAnswers(4)).isEqualTo(reached);
    }

    @ParameterizedTest
    @CsvSource({"First,aaaaaa", "StaticRoundRobin,aabaab", "RoundRobin,abaaba"})
    @Covers("Backend.spec.balance.algorithm")
    void requests_go_round_as_the_algorithm_says(String algorithm, String order) throws Exception {
        servers.serve(
                "balance: {algorithm: " + algorithm + "}",
                servers.server("a", "weight: 2"),
                servers.server("b", "weight: 1"));
        assertThat(servers.answers(6)).isEqualTo(order);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{algorithm: LeastConnections}",
                "{algorithm: Random, draws: 16}",
                "{algorithm: PeakEWMA, draws: 16}"
            })
    @Covers("Backend.spec.balance.draws")
    void a_busy_server_is_left_alone(String balance) throws Exception {
        TestServer busy = servers.silent();
        servers.serve("balance: " + balance, Edge.server("busy", busy.port(), ""), servers.server("b", "weight: 3"));
        for (int sent = 1; busy.requests().isEmpty(); sent++) {
            int all = sent;
            servers.connect().send(HttpKeepAliveIT.GET);
            await().until(() ->
                    servers.named("b").requests().size() + busy.requests().size() == all);
        }
        // With the default of two draws one in 16 would go there.
        assertThat(servers.answers(200)).isEqualTo("b".repeat(200));
    }

    @Test
    void a_slow_server_gets_less_by_its_latency() throws Exception {
        TestServer slow = servers.start((client, self) -> {
            while (self.request(client) != null) {
                Thread.sleep(300);
                client.send("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\ns");
            }
        });
        servers.serve(
                "balance: {algorithm: PeakEWMA, draws: 16}",
                Edge.server("s", slow.port(), ""),
                servers.server("b", ""));
        servers.answers(10);
        assertThat(servers.answers(50).chars().filter(c -> c == 's').count()).isLessThan(3);
    }

    @ParameterizedTest
    @CsvSource({"Ready,aaaa", "Drain,dddd"})
    @Covers("Backend.spec.fallback.backend")
    void another_backend_takes_over_while_no_server_is_usable(String state, String reached) throws Exception {
        servers.edge()
                .serve(
                        servers.edge().loadBalancer("defaultBackend: app"),
                        Edge.backend(
                                "app",
                                "servers: [" + servers.server("a", "state: " + state) + ", "
                                        + servers.server("b", "weight: 0, backup: true")
                                        + "]\nfallback: {backend: empty}"),
                        Edge.backend(
                                "empty",
                                "servers: [" + servers.server("c", "state: Maint") + "]\nfallback: {backend: sorry}"),
                        Edge.backend("sorry", "servers: [" + servers.server("d", "") + "]"));
        assertThat(servers.answers(4)).isEqualTo(reached);
        assertThat(servers.edge().log(4).getFirst()).contains(state.equals("Ready") ? " app/a " : " sorry/d ");
    }
}
