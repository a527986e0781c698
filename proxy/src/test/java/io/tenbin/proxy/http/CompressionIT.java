package io.tenbin.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenbin.coverage.Covers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers that are compressed on their way, and those that are not. */
class CompressionIT {
    private static final String BODY = "All work and no play makes Jack a dull boy. ".repeat(100);
    private static final String ON = "http: {compression: {}}, defaultBackend: app";

    @RegisterExtension
    final ServedRules served = new ServedRules();

    @Test
    void an_answer_is_compressed_for_who_accepts_it_and_says_so() throws Exception {
        answering(
                "Content-Type: text/html; charset=utf-8\r\nETag: \"abc\"\r\nAccept-Ranges: bytes\r\nVary: Origin\r\n");
        served.serve(ON);

        try (Wire client = served.connect()) {
            Wire.Message answer = get(client, "gzip, br");
            assertThat(answer.field("Content-Encoding")).isEqualTo("gzip");
            assertThat(answer.field("Transfer-Encoding")).isEqualTo("chunked");
            assertThat(answer.field("Content-Length")).isNull();
            assertThat(answer.field("ETag")).isEqualTo("W/\"abc\"");
            assertThat(answer.field("Accept-Ranges")).isNull();
            assertThat(answer.head()).contains("Vary: Origin\r\n", "Vary: Accept-Encoding\r\n");
            assertThat(answer.body().length()).isLessThan(BODY.length() / 10);
            assertThat(text(gunzip(answer))).isEqualTo(BODY);
            assertThat(metric("in")).isEqualTo(BODY.length());
            assertThat(metric("out")).isEqualTo(answer.body().length());

            Wire.Message plain = get(client, "br");
            assertThat(plain.field("Content-Encoding")).isNull();
            assertThat(plain.field("ETag")).isEqualTo("\"abc\"");
            assertThat(plain.head()).contains("Vary: Accept-Encoding\r\n");
            assertThat(plain.body()).isEqualTo(BODY);
        }
    }

    @Test
    @Covers("LoadBalancer.spec.http.compression.algorithms")
    void of_what_a_client_accepts_alike_the_first_is_taken() throws Exception {
        answering("Content-Type: text/plain\r\n");
        served.serve("http: {compression: {algorithms: [deflate, gzip]}}, defaultBackend: app");

        try (Wire client = served.connect()) {
            Wire.Message answer = get(client, "gzip, deflate");
            assertThat(answer.field("Content-Encoding")).isEqualTo("deflate");
            assertThat(text(new InflaterInputStream(bytes(answer)))).isEqualTo(BODY);
            assertThat(get(client, "gzip, deflate;q=0.9").field("Content-Encoding"))
                    .isEqualTo("gzip");
        }
        served.serve(
                "http: {compression: {types: [text/plain]}}, ",
                "http: {compression: {algorithms: []}}, defaultBackend: app");
        assertThat(get(served.connect(), "gzip").field("Content-Encoding"))
                .as("off for this listener")
                .isNull();
    }

    @Test
    @Covers({"LoadBalancer.spec.http.compression.types", "LoadBalancer.spec.http.compression.minSize"})
    void types_and_the_smallest_size_can_be_said() throws Exception {
        served.backend("app", TestServer.start((client, server) -> {
            Wire.Message request = server.request(client);
            while (request != null) {
                String type = request.field("X-Type");
                client.send(
                        "HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\nContent-Length: 99\r\n\r\n" + "x".repeat(99));
                request = server.request(client);
            }
        }));
        served.serve("http: {compression: {types: [image/bmp, font/*], minSize: 99}}, defaultBackend: app");
        assertThat(typed("image/bmp")).isEqualTo("gzip");
        assertThat(typed("Font/OTF;x=y")).isEqualTo("gzip");
        assertThat(typed("text/html")).isNull();

        served.serve("http: {compression: {types: [image/bmp], minSize: 100}}, defaultBackend: app");
        assertThat(typed("image/bmp")).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | Content-Type: image/png",
                "200 | X-No: type",
                "200 | Content-Type: text/html@Content-Encoding: br",
                "200 | Content-Type: text/html@Cache-Control: max-age=1, no-transform",
                "200 | Content-Type: text/html@ETag: odd",
                "200 | Content-Type: text/html@Content-Digest: x",
                "206 | Content-Type: text/html@Content-Range: bytes 0-4399/9999",
                "404 | Content-Type: text/html",
            })
    void what_is_not_to_be_changed_passes_as_it_is(String status, String fields) throws Exception {
        answering(status, fields.replace("@", "\r\n") + "\r\n");
        served.serve(ON);

        Wire.Message answer = get(served.connect(), "gzip");

        assertThat(answer.body()).isEqualTo(BODY);
        assertThat(answer.field("Content-Length")).isEqualTo(Integer.toString(BODY.length()));
        assertThat(answer.head()).doesNotContain("Vary", "gzip");
    }

    @Test
    void heads_and_clients_of_http_1_0_get_what_the_server_said() throws Exception {
        answering("Content-Type: text/html\r\n");
        served.serve(ON);

        Wire.Message old = served.ask("GET / HTTP/1.0\r\nAccept-Encoding: gzip\r\n\r\n");
        assertThat(old.body()).isEqualTo(BODY);
        Wire.Message head = served.connect()
                .send("HEAD / HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n\r\n")
                .bodiless();
        assertThat(head.field("Content-Length")).isEqualTo(Integer.toString(BODY.length()));
    }

    @Test
    void what_a_server_says_bit_by_bit_arrives_bit_by_bit() throws Exception {
        served.backend("app", TestServer.start((client, server) -> {
            server.request(client);
            client.send("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n");
            client.send("5\r\nfirst\r\n");
            server.request(client);
        }));
        served.serve(ON);

        Wire client = served.connect();
        client.send("GET / HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n\r\n");
        client.head();
        InputStream plain = new GZIPInputStream(new Unchunked(client));

        assertThat(new String(plain.readNBytes(5), StandardCharsets.US_ASCII))
                .as("before the answer has ended")
                .isEqualTo("first");
    }

    @Test
    void an_answer_that_is_cut_is_cut_visibly() throws Exception {
        served.backend(
                "app",
                TestServer.once("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5000\r\n\r\nabc"));
        served.serve(ON);

        assertThatThrownBy(() -> get(served.connect(), "gzip")).isInstanceOf(IOException.class);
        assertThat(served.log(1).getFirst()).contains(" SD-- ");
    }

    @Test
    void a_client_that_reads_slowly_slows_the_server_down() throws Exception {
        byte[] noise = new byte[1 << 20];
        new Random(1).nextBytes(noise);
        int rounds = 40;
        AtomicInteger sent = new AtomicInteger();
        served.backend("app", TestServer.start((client, server) -> {
            server.request(client);
            client.send("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: " + ((long) rounds << 20)
                    + "\r\n\r\n");
            for (int i = 0; i < rounds; i++) {
                client.send(noise);
                sent.incrementAndGet();
            }
        }));
        served.serve(ON);

        Wire client = served.connect();
        client.send("GET / HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n\r\n");
        client.head();
        Thread.sleep(300);
        assertThat(sent).as("what buffers hold").hasValueLessThan(28);

        InputStream plain = new GZIPInputStream(new Unchunked(client), 1 << 16);
        for (int i = 0; i < rounds; i++) {
            assertThat(plain.readNBytes(noise.length)).isEqualTo(noise);
        }
    }

    private void answering(String fields) throws IOException {
        answering("200", fields);
    }

    private void answering(String status, String fields) throws IOException {
        served.backend("app", TestServer.start((client, server) -> {
            Wire.Message request = server.request(client);
            while (request != null) {
                client.send("HTTP/1.1 " + status + " X\r\n" + fields + "Content-Length: " + BODY.length() + "\r\n\r\n");
                client.send(request.firstLine().startsWith("HEAD") ? "" : BODY);
                request = server.request(client);
            }
        }));
    }

    private double metric(String way) throws IOException {
        return served.edge().served().metric("tenbin_listener_compressed_" + way + "_bytes_total", "listener=\"web\"");
    }

    private String typed(String type) throws IOException {
        return served.ask("GET / HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\nX-Type: " + type + "\r\n\r\n")
                .field("Content-Encoding");
    }

    private static Wire.Message get(Wire client, String accepted) throws IOException {
        return client.send("GET / HTTP/1.1\r\nHost: a\r\nAccept-Encoding: " + accepted + "\r\n\r\n")
                .answer();
    }

    private static ByteArrayInputStream bytes(Wire.Message answer) {
        return new ByteArrayInputStream(answer.body().getBytes(StandardCharsets.ISO_8859_1));
    }

    private static InputStream gunzip(Wire.Message answer) throws IOException {
        return new GZIPInputStream(bytes(answer));
    }

    private static String text(InputStream in) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    }

    /** A chunked body, as it arrives. */
    private static final class Unchunked extends InputStream {
        private final Wire wire;
        private int left;
        private boolean first = true;

        Unchunked(Wire wire) {
            this.wire = wire;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (left == 0) {
                if (!first) {
                    wire.read(2);
                }
                first = false;
                StringBuilder size = new StringBuilder();
                while (size.indexOf("\r\n") < 0) {
                    size.append(wire.read(1));
                }
                left = Integer.parseInt(size.substring(0, size.length() - 2), 16);
                if (left == 0) {
                    return -1;
                }
            }
            int read = wire.in().read(bytes, offset, Math.min(left, length));
            left -= Math.max(read, 0);
            return read;
        }
    }
}
