package io.tenbin.proxy.tcp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenbin.proxy.Edge;
import io.tenbin.proxy.TestServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of those who wait for a server that takes no more work; compared with Debian's HAProxy. */
class QueueRedispatchIT {
    private static final String CLIENT = "127.0.0.1";

    @RegisterExtension
    final Edge edge = new Edge();

    private TestServer a;
    private TestServer b;

    @BeforeEach
    void start() {
        a = edge.ends(TestServer.named("a"));
        b = edge.ends(TestServer.named("b"));
    }

    @Test
    void they_go_to_another_server() throws Exception {
        serve(-1, "");
        Socket first = edge.connectFrom(CLIENT);
        String own = greeting(first);
        Socket waiting = edge.connectFrom(CLIENT);
        assertWaits(waiting);

        serve(-1, own);

        assertThat(greeting(waiting)).isNotEqualTo(own);
    }

    @Test
    void without_redispatch_they_wait_on_and_get_the_slot_that_becomes_free_there() throws Exception {
        serve(0, "");
        Socket first = edge.connectFrom(CLIENT);
        String own = greeting(first);
        Socket waiting = edge.connectFrom(CLIENT);
        assertWaits(waiting);

        serve(0, own);
        assertWaits(waiting);
        first.close();

        assertThat(greeting(waiting)).isEqualTo(own);
    }

    @Test
    void those_who_would_take_any_server_wait_on_while_there_is_none() throws Exception {
        serve("RoundRobin", -1, "a b");
        serve("RoundRobin", -1, "b");
        Socket first = edge.connectFrom(CLIENT);
        assertThat(greeting(first)).isEqualTo("a");
        Socket waiting = edge.connectFrom(CLIENT);
        assertWaits(waiting);

        serve("RoundRobin", -1, "a b");
        assertWaits(waiting);
        serve("RoundRobin", -1, "a");

        assertThat(greeting(waiting)).isEqualTo("b");
    }

    private void serve(int redispatch, String maint) throws IOException {
        serve("Source", redispatch, maint);
    }

    private void serve(String algorithm, int redispatch, String maint) throws IOException {
        edge.serve(
                Edge.loadBalancer("", edge.listener("TCP", "defaultBackend: app")), Edge.backend("app", """
                        mode: TCP
                        balance: {algorithm: %s}
                        defaults: {maxConnections: 1}
                        retries: {redispatch: %d}
                        timeouts: {queue: 20s}
                        servers: [%s, %s]
                        """.formatted(
                                algorithm,
                                redispatch,
                                Edge.server("a", a.port(), "state: " + (maint.contains("a") ? "Maint" : "Ready")),
                                Edge.server("b", b.port(), "state: " + (maint.contains("b") ? "Maint" : "Ready")))));
    }

    private static void assertWaits(Socket client) throws IOException {
        client.setSoTimeout(200);
        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
    }

    private static String greeting(Socket client) throws IOException {
        client.setSoTimeout(10_000);
        return new BufferedReader(new InputStreamReader(client.getInputStream(), US_ASCII)).readLine();
    }
}
