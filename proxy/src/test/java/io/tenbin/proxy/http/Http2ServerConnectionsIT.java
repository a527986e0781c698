package io.tenbin.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tenbin.proxy.Edge;
import io.tenbin.proxy.TestServer;
import io.tenbin.proxy.http2.Http2Wire;
import io.tenbin.proxy.http2.Http2Wire.Frame;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How many connections there are to a server of HTTP/2, how full they get, and how bodies share them. */
class Http2ServerConnectionsIT {
    private static final int WINDOW = 65_535;
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    @RegisterExtension
    final Edge edge = new Edge(1);

    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger asked = new AtomicInteger();
    private final Semaphore answers = new Semaphore(0);

    @Test
    void who_comes_before_the_first_connection_stands_waits_for_it_up_to_as_many_as_it_will_take() throws Exception {
        Semaphore settings = new Semaphore(0);
        serve("", socket -> {
            accepted.incrementAndGet();
            settings.acquireUninterruptibly();
            Http2Wire wire = Http2Wire.accept(socket, 3, 4);
            while (true) {
                wire.request();
                asked.incrementAndGet();
            }
        });

        List<Wire> clients = clients(6);
        await().pollDelay(Duration.ofMillis(100)).until(() -> accepted.get() == 1);
        settings.release(2);

        await().until(() -> asked.get() == 6);
        assertThat(accepted).hasValue(2);
        assertThat(clients).hasSize(6);
    }

    @Test
    void a_stream_that_ends_goes_to_who_waits_while_there_may_be_no_other_connection() throws Exception {
        serve("connection: {maxPerServer: 1}", socket -> answer(socket, 3, 2));

        List<Wire> clients = clients(5);
        await().until(() -> asked.get() == 2);
        answers.release(100);

        for (Wire client : clients) {
            assertThat(client.answer().status()).isEqualTo(200);
        }
        assertThat(accepted).hasValue(1);
    }

    @Test
    void with_reuse_never_and_with_modes_that_close_each_request_has_its_own() throws Exception {
        answers.release(100);
        for (String connection : List.of("{reuse: Never}", "{mode: Close}")) {
            accepted.set(0);
            serve("connection: " + connection, this::answer);
            for (Wire client : clients(3)) {
                assertThat(client.answer().status()).isEqualTo(200);
            }
            assertThat(accepted).hasValue(3);
            await().untilAsserted(() -> assertThat(open).hasValue(0));
        }
    }

    @Test
    void none_is_kept_idle_if_none_may_be() throws Exception {
        answers.release(100);
        serve("connection: {maxIdlePerServer: 0}", this::answer);

        assertThat(clients(1).getFirst().answer().status()).isEqualTo(200);

        await().untilAsserted(() -> assertThat(open).hasValue(0));
    }

    @Test
    void a_server_that_is_gone_from_the_configuration_finishes_what_it_has_and_loses_its_connection() throws Exception {
        serve("", this::answer);
        Wire client = clients(1).getFirst();
        await().until(() -> asked.get() == 1);

        TestServer other = edge.ends(TestServer.start(this::answer));
        serveTo(other, "");
        Wire next = clients(1).getFirst();
        await().until(() -> other.accepted() == 1);
        await().untilAsserted(() -> assertThat(open).hasValue(2));
        answers.release(2);

        assertThat(client.answer().status()).isEqualTo(200);
        assertThat(next.answer().status()).isEqualTo(200);
        await().untilAsserted(() -> assertThat(open).hasValue(1));
    }

    @Test
    void who_does_not_read_its_answer_holds_up_no_other_and_little_of_it_waits_here() throws Exception {
        AtomicInteger sent = new AtomicInteger();
        serve("", socket -> {
            Http2Wire wire = Http2Wire.accept(socket);
            int slow = -1;
            int window = WINDOW;
            while (true) {
                Frame frame = wire.read();
                if (frame.type() == Http2Wire.HEADERS
                        && frame.headers().get(":path").equals("/slow")) {
                    slow = frame.stream();
                    wire.headers(slow, false, ":status", "200");
                } else if (frame.type() == Http2Wire.HEADERS) {
                    wire.headers(frame.stream(), false, ":status", "200").data(frame.stream(), true, "quick");
                } else if (frame.type() == Http2Wire.WINDOW_UPDATE && frame.stream() == slow) {
                    window += frame.number();
                }
                while (slow > 0 && window >= 10_000) {
                    wire.data(slow, false, "x".repeat(10_000));
                    window -= 10_000;
                    sent.addAndGet(10_000);
                }
            }
        });

        Wire slow = edge.ends(Wire.connect(edge.address()));
        slow.socket().setReceiveBufferSize(16 << 10);
        slow.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
        // Until buffers of the system are full, too.
        AtomicInteger before = new AtomicInteger(-1);
        await().pollInterval(Duration.ofMillis(150))
                .until(() -> sent.get() > 0 && before.getAndSet(sent.get()) == sent.get());

        assertThat(clients(1).getFirst().answer().body()).isEqualTo("quick");
        int stopped = sent.get();
        slow.head();
        slow.in().readNBytes(stopped);
        await().until(() -> sent.get() > stopped);
    }

    @Test
    void a_client_sends_no_more_of_a_body_than_the_server_takes() throws Exception {
        AtomicInteger received = new AtomicInteger();
        Semaphore more = new Semaphore(0);
        serve("", socket -> {
            Http2Wire wire = Http2Wire.accept(socket);
            Frame head = wire.request();
            int length = 0;
            while (length < 2_000_000) {
                Frame frame = wire.next();
                length += frame.text().length();
                received.set(length);
                if (length >= WINDOW && length < WINDOW + 1) {
                    more.acquireUninterruptibly();
                    wire.window(0, 10_000_000).window(head.stream(), 10_000_000);
                }
            }
            wire.headers(head.stream(), true, ":status", "200");
        });

        Wire client = edge.ends(Wire.connect(edge.address()));
        AtomicInteger sent = new AtomicInteger();
        Thread sender = Thread.ofVirtual().start(() -> {
            try {
                client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2000000\r\n\r\n");
                for (int i = 0; i < 200; i++) {
                    client.send("x".repeat(10_000));
                    sent.addAndGet(10_000);
                }
            } catch (IOException e) {
                // The test sees that the answer is missing.
            }
        });
        await().until(() -> received.get() == WINDOW);
        more.release();

        assertThat(client.answer().status()).isEqualTo(200);
        assertThat(received).hasValue(2_000_000);
        sender.join();
    }

    private List<Wire> clients(int number) throws IOException {
        List<Wire> clients = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            clients.add(edge.ends(Wire.connect(edge.address())).send(GET));
        }
        return clients;
    }

    private void answer(Socket socket) throws IOException {
        answer(socket, new int[0]);
    }

    private void answer(Socket socket, int... settings) throws IOException {
        accepted.incrementAndGet();
        open.incrementAndGet();
        try {
            Http2Wire wire = Http2Wire.accept(socket, settings);
            while (true) {
                Frame head = wire.request();
                asked.incrementAndGet();
                Thread.ofVirtual().start(() -> {
                    answers.acquireUninterruptibly();
                    try {
                        wire.headers(head.stream(), true, ":status", "200");
                    } catch (IOException e) {
                        // Closed.
                    }
                });
            }
        } catch (EOFException e) {
            // Closed by the proxy.
        } finally {
            open.decrementAndGet();
        }
    }

    private void serve(String entries, TestServer.Behaviour behaviour) throws IOException {
        serveTo(edge.ends(TestServer.start(behaviour)), entries);
    }

    private void serveTo(TestServer server, String entries) throws IOException {
        edge.serve(
                edge.loadBalancer("defaultBackend: app"),
                Edge.backend("app", """
                protocol: HTTP2
                healthCheck: {type: None}
                servers: [%s]
                """.formatted(Edge.server("s", server.port(), "")) + entries));
    }
}
