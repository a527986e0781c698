package io.tenbin.proxy.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tenbin.proxy.Edge;
import io.tenbin.proxy.TestServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the admin port tells of servers that are not fit for work. */
class UnhealthyIT {
    @RegisterExtension
    final Edge edge = new Edge(1);

    private final int port = TestServer.freePort();

    @Test
    void a_server_that_is_down_is_named_with_its_reason_until_it_is_back() throws Exception {
        TestServer good = edge.ends(TestServer.echo());
        serve(Edge.server("a", good.port(), ""), Edge.server("b", port, ""));

        await().until(() -> up("b") == 0);
        assertThat(up("a")).isEqualTo(1);
        await().until(() -> backend().path("unhealthy").size() == 1);
        assertThat(backend().path("total").asInt()).isEqualTo(2);
        assertThat(backend().path("healthy").asInt()).isEqualTo(1);
        assertThat(backend().path("unhealthy").get(0))
                .hasToString("{\"server\":\"b\",\"endpoint\":\"b\",\"state\":\"Down\",\"reason\":"
                        + "\"Layer4 connection problem, info: \\\"Connection refused\\\"\"}");

        edge.ends(TestServer.start(socket -> socket.getInputStream().read(), port));
        await().until(() -> up("b") == 1);
        await().until(() -> backend().path("unhealthy").isEmpty()
                && backend().path("healthy").asInt() == 2);
    }

    @Test
    void of_many_only_so_many_are_named() throws Exception {
        List<String> servers = new ArrayList<>();
        for (int i = 0; i < AppliedState.Backend.SHOWN + 8; i++) {
            servers.add(Edge.server("s" + i, port, ""));
        }
        serve(servers.toArray(String[]::new));
        await().until(() -> backend().path("healthy").asInt() == 0);
        assertThat(backend().path("total").asInt()).isEqualTo(AppliedState.Backend.SHOWN + 8);
        assertThat(backend().path("unhealthy")).hasSize(AppliedState.Backend.SHOWN);
    }

    private void serve(String... servers) throws IOException {
        edge.serve(
                Edge.loadBalancer("", edge.listener("TCP", "defaultBackend: app")),
                Edge.backend("app", """
                        mode: TCP
                        healthCheck: {interval: 100ms, fall: 1, rise: 1}
                        servers: [%s]
                        """.formatted(String.join(", ", servers))));
    }

    private double up(String server) throws IOException {
        return edge.served().metric("tenbin_endpoint_up", "server=\"" + server + "\"");
    }

    private JsonNode backend() throws IOException {
        return new ObjectMapper()
                .readTree(edge.served().page("/applied"))
                .path("backends")
                .get(0);
    }
}
