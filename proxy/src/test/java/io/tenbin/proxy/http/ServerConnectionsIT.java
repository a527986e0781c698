package io.tenbin.proxy.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tenbin.coverage.Covers;
import io.tenbin.proxy.Edge;
import io.tenbin.proxy.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How many connections to a server there are, and are kept while no request needs them. */
class ServerConnectionsIT {
    private static final int CLIENTS = 6;

    @RegisterExtension
    final Edge edge = new Edge();

    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger asked = new AtomicInteger();
    private final Semaphore answers = new Semaphore(0);

    @Test
    @Covers("Backend.spec.connection.maxIdlePerServer")
    void no_more_are_kept_idle_than_may_be_over_all_event_loops() throws Exception {
        TestServer server = edge.ends(TestServer.start(this::answer));

        serve(server, "maxIdlePerServer: 2");
        assertThat(openAfterRequestsAtOnce()).isEqualTo(2);
        // Those that are kept are used again: no more than four new ones for six requests.
        assertThat(openAfterRequestsAtOnce()).isEqualTo(2);
        assertThat(server.accepted()).isLessThanOrEqualTo(CLIENTS + CLIENTS - 1);

        serve(server, "maxIdlePerServer: 0");
        assertThat(openAfterRequestsAtOnce()).isZero();

        serve(server, "");
        assertThat(openAfterRequestsAtOnce()).isEqualTo(CLIENTS);
    }

    @Test
    @Covers("Backend.spec.connection.maxPerServer")
    void no_more_are_open_than_may_be_and_idle_ones_give_way() throws Exception {
        int most = 3;
        TestServer server = edge.ends(TestServer.start(this::answer));
        // A POST can use no connection that has rested for long: one of those has to end first, perhaps on another
        // event loop.
        serve(server, "maxPerServer: " + most);
        answers.release(10_000);

        for (String method : List.of("GET", "POST", "GET", "POST")) {
            List<Socket> clients = new ArrayList<>();
            for (int i = 0; i < 10 * most; i++) {
                Socket client = edge.connectFrom("127.0.0.1");
                clients.add(client);
                client.getOutputStream()
                        .write((method + " / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n").getBytes(ISO_8859_1));
            }
            for (Socket client : clients) {
                assertThat(new String(client.getInputStream().readNBytes(12), ISO_8859_1))
                        .isEqualTo("HTTP/1.1 200");
            }
            // Longer than a connection counts as just used.
            await().pollDelay(Duration.ofMillis(150)).until(() -> open.get() <= most);
        }
        assertThat(asked).hasValue(4 * 10 * most);
    }

    /** How many connections the server has once that many requests, all under way at the same time, are answered. */
    private int openAfterRequestsAtOnce() throws Exception {
        List<Socket> clients = new ArrayList<>();
        int before = asked.get();
        for (int i = 0; i < CLIENTS; i++) {
            Socket client = edge.connectFrom("127.0.0.1");
            clients.add(client);
            client.getOutputStream().write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(ISO_8859_1));
        }
        await().until(() -> asked.get() == before + CLIENTS);
        answers.release(CLIENTS);
        for (Socket client : clients) {
            assertThat(new String(client.getInputStream().readNBytes(12), ISO_8859_1))
                    .isEqualTo("HTTP/1.1 200");
        }
        // What is not kept goes at once; what is kept stays for seconds.
        AtomicInteger last = new AtomicInteger(-1);
        await().pollInterval(Duration.ofMillis(100)).until(() -> last.getAndSet(open.get()) == open.get());
        return open.get();
    }

    private void answer(Socket socket) throws IOException {
        open.incrementAndGet();
        try {
            InputStream in = socket.getInputStream();
            StringBuilder head = new StringBuilder();
            for (int c = in.read(); c >= 0; c = in.read()) {
                head.append((char) c);
                if (head.toString().endsWith("\r\n\r\n")) {
                    head.setLength(0);
                    asked.incrementAndGet();
                    answers.acquireUninterruptibly();
                    socket.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(ISO_8859_1));
                }
            }
        } finally {
            open.decrementAndGet();
        }
    }

    private void serve(TestServer server, String connection) throws IOException {
        edge.serve(edge.loadBalancer("defaultBackend: app"), Edge.backend("app", """
                        healthCheck: {type: None}
                        connection: {%s}
                        servers: [%s]
                        """.formatted(
                        connection, Edge.server("s", server.port(), ""))));
    }
}
