package io.tenbin.proxy.http;

import static io.tenbin.proxy.http.HttpKeepAliveIT.GET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.tenbin.config.LimitsConfig;
import io.tenbin.coverage.Covers;
import io.tenbin.proxy.http.Wire.Message;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class HttpBodyIT {
    private static final int LARGE = 100 << 20;
    private static final int BOUND = 24 << 20;
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    @Test
    void a_large_answer_reaches_a_slow_reader_whole_and_is_never_held_here() throws Exception {
        CompletableFuture<String> sent = new CompletableFuture<>();
        try (TestServer server = TestServer.start((client, self) -> {
                    self.request(client);
                    client.send("HTTP/1.1 200 OK\r\nContent-Length: " + LARGE + "\r\n\r\n");
                    sent.complete(produce(client));
                });
                TestProxy proxy = Configs.of(server).start();
                Wire client = proxy.connect()) {
            client.socket().setReceiveBufferSize(64 * 1024);
            client.send(GET).head();
            long before = directMemory();

            String received = consume(client, LARGE, 4 << 20, before);

            assertThat(received).isEqualTo(sent.get(5, TimeUnit.SECONDS));
        }
    }

    @Test
    void a_large_request_reaches_a_slow_server_whole_and_is_never_held_here() throws Exception {
        CompletableFuture<String> received = new CompletableFuture<>();
        try (TestServer server = TestServer.start((client, self) -> {
                    client.head();
                    received.complete(consume(client, LARGE, 4 << 20, directMemory()));
                    client.send(OK);
                });
                TestProxy proxy = Configs.of(server).start();
                Wire client = proxy.connect()) {
            client.send("PUT /up HTTP/1.1\r\nHost: a\r\nContent-Length: " + LARGE + "\r\n\r\n");
            String sent = produce(client);

            assertThat(client.answer().body()).isEqualTo("ok");
            assertThat(received.get(5, TimeUnit.SECONDS)).isEqualTo(sent);
        }
    }

    @Test
    void chunks_and_trailers_pass_both_ways() throws Exception {
        try (TestServer server = TestServer.start((client, self) -> {
                    Message request = self.request(client);
                    client.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                    client.send(Integer.toHexString(request.body().length()) + ";x=y\r\n" + request.body());
                    client.send("\r\n0\r\nX-Sum: 7\r\nContent-Length: 9\r\n\r\n");
                    self.request(client);
                    client.send(OK);
                });
                TestProxy proxy = Configs.of(server).start();
                Wire client = proxy.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTE: trailers\r\n\r\n3\r\nabc\r\n");
            client.send("4;ext=1\r\ndefg\r\n0\r\nX-Trailer: t\r\nHost: evil\r\n\r\n");

            Message answer = client.answer();
            assertThat(answer.body()).isEqualTo("abcdefg|X-Trailer: t|X-Sum: 7");
            assertThat(server.requests().getFirst().body()).isEqualTo("abcdefg|X-Trailer: t");
            assertThat(client.send(GET).answer().body()).isEqualTo("ok");
            assertThat(server.accepted()).isEqualTo(1);
        }
    }

    @Test
    void answers_without_a_body_end_with_their_head() throws Exception {
        try (TestServer server = TestServer.start((client, self) -> {
                    self.request(client);
                    client.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
                    self.request(client);
                    client.send("HTTP/1.1 204 No Content\r\n\r\n");
                    self.request(client);
                    client.send("HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\nETag: \"a\"\r\n\r\n");
                    self.request(client);
                    client.send(OK);
                    client.rest();
                });
                TestProxy proxy = Configs.of(server).start();
                Wire client = proxy.connect()) {
            Message head = client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n").bodiless();
            assertThat(head.field("Content-Length")).isEqualTo("1000");
            assertThat(client.send(GET).bodiless().status()).isEqualTo(204);
            assertThat(client.send(GET).bodiless().status()).isEqualTo(304);
            assertThat(client.send(GET).answer().body()).isEqualTo("ok");
            assertThat(server.accepted()).isEqualTo(1);
        }
    }

    @Test
    void expectations_are_relayed_with_the_interim_answer() throws Exception {
        try (TestServer server = TestServer.start((client, self) -> {
                    String head = client.head();
                    assertThat(head).contains("Expect: 100-continue");
                    client.send("HTTP/1.1 100 Continue\r\n\r\n");
                    assertThat(client.read(3)).isEqualTo("abc");
                    client.send(OK);
                    client.rest();
                });
                TestProxy proxy = Configs.of(server).start();
                Wire client = proxy.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
            assertThat(client.head()).startsWith("HTTP/1.1 100 Continue\r\n");
            client.send("abc");

            Message answer = client.answer();
            assertThat(answer.body()).isEqualTo("ok");
            assertThat(answer.field("Connection")).isNull();
        }
    }

    @Test
    void a_final_answer_in_place_of_100_ends_the_connection() throws Exception {
        try (TestServer server = TestServer.start((client, self) -> {
                    client.head();
                    client.send("HTTP/1.1 401 Unauthorized\r\nContent-Length: 2\r\n\r\nno");
                    client.rest();
                });
                TestProxy proxy = Configs.of(server).start();
                Wire client = proxy.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");

            Message answer = client.answer();
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.field("Connection")).isEqualTo("close");
        }
    }

    @Test
    void other_expectations_cannot_be_met() throws Exception {
        try (TestServer server = TestServer.saying("hello");
                TestProxy proxy = Configs.of(server).start();
                Wire client = proxy.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: teapot\r\nContent-Length: 0\r\n\r\n");

            assertThat(client.answer().status()).isEqualTo(417);
            assertThat(server.accepted()).isZero();
        }
    }

    @Test
    void an_answer_that_comes_early_is_forwarded_while_the_request_goes_on() throws Exception {
        try (TestServer server = TestServer.start((client, self) -> {
                    client.head();
                    client.send("HTTP/1.1 202 Accepted\r\nContent-Length: 2\r\n\r\nok");
                    client.read(1 << 20);
                    self.request(client);
                    client.send(OK);
                    client.rest();
                });
                TestProxy proxy = Configs.of(server).start();
                Wire client = proxy.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1048576\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(202);
            client.send(new byte[1 << 20]);

            assertThat(client.send(GET).answer().status()).isEqualTo(200);
            assertThat(server.accepted()).isEqualTo(1);
        }
    }

    @Test
    void an_answer_of_a_server_that_reads_no_further_reaches_the_client_and_ends_its_connection() throws Exception {
        try (TestServer server = TestServer.start((client, self) -> {
                    client.head();
                    client.send("HTTP/1.1 413 Too Large\r\nConnection: close\r\nContent-Length: 2\r\n\r\nno");
                    client.shutdownOutput();
                    client.rest();
                });
                TestProxy proxy = Configs.of(server).start();
                Wire client = proxy.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10485760\r\n\r\n");
            client.send(new byte[4 << 20]);

            Message answer = client.answer();
            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.field("Connection")).isEqualTo("close");
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    @Covers("LoadBalancer.spec.http.limits.body")
    void a_body_beyond_the_limit_is_refused_before_or_while_it_is_sent() throws Exception {
        try (TestServer server = TestServer.saying("hello");
                TestProxy proxy = Configs.of(server)
                        .limits(new LimitsConfig(8192, 16384, 128, 1000, 0))
                        .start();
                Wire announced = proxy.connect();
                Wire chunked = proxy.connect();
                Wire fitting = proxy.connect()) {
            announced.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\n\r\n");
            assertThat(announced.answer().status()).isEqualTo(413);
            assertThat(server.accepted()).isZero();

            chunked.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3e8\r\n" + "x".repeat(1000));
            chunked.send("\r\n1\r\ny\r\n");
            assertThat(chunked.answer().status()).isEqualTo(413);
            assertThat(server.requests()).isEmpty();

            fitting.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n" + "x".repeat(1000));
            assertThat(fitting.answer().status()).isEqualTo(200);
        }
    }

    @Test
    void a_client_that_goes_takes_its_connection_to_the_server_along() throws Exception {
        CompletableFuture<Void> asked = new CompletableFuture<>();
        try (TestServer server = TestServer.start((client, self) -> {
                    self.request(client);
                    client.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nsome");
                    asked.complete(null);
                    client.rest();
                });
                TestProxy proxy = Configs.of(server).start()) {
            Wire client = proxy.connect();
            client.send(GET).head();
            asked.get(5, TimeUnit.SECONDS);
            client.reset();

            await().until(() -> server.open() == 0);
            assertThat(proxy.lastLogged(1).outcome().termination()).isEqualTo("CD--");
        }
    }

    private static String produce(Wire to) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        Random random = new Random(7);
        byte[] block = new byte[64 * 1024];
        for (int sent = 0; sent < LARGE; sent += block.length) {
            random.nextBytes(block);
            digest.update(block);
            to.send(block);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Reads with pauses at first, as long as the sender is faster than that. */
    private static String consume(Wire from, int length, int slowBytes, long memoryBefore) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        InputStream in = from.in();
        byte[] block = new byte[16 * 1024];
        int total = 0;
        while (total < length) {
            int read = in.read(block, 0, Math.min(block.length, length - total));
            if (read < 0) {
                throw new IOException("cut after " + total);
            }
            digest.update(block, 0, read);
            total += read;
            if (total < slowBytes) {
                assertThat(directMemory() - memoryBefore).isLessThan(BOUND);
                LockSupport.parkNanos(1_000_000);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static long directMemory() {
        return ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT)
                .metric()
                .usedDirectMemory();
    }
}
