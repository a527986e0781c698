package io.tenbin.proxy.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class AccessLogWriterTest {
    private static final InetSocketAddress CLIENT = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.7"), 5000);

    @Test
    void lines_have_the_fields_of_haproxys_httplog_and_tcplog_and_the_last_is_written_on_close() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        AccessLogWriter writer = AccessLogWriter.start(out);

        writer.http(http("GET /a\"b\n HTTP/1.1"));
        writer.tcp(new TcpLogEntry(
                CLIENT,
                0,
                new LogRoute("redis", "cache", "r1"),
                new TcpTimers(0, 1, 5007),
                new TcpOutcome(212, "--"),
                new LogLoad(3, 2, 1, 1, new LogAttempts(1, true, 2, 5))));
        writer.close();

        String[] lines = out.toString(StandardCharsets.UTF_8).split("\n", -1);
        assertThat(lines).hasSize(3);
        assertThat(lines[0])
                .matches(
                        "192\\.0\\.2\\.7:5000 \\[\\d\\d/[A-Z][a-z]{2}/\\d{4}:\\d\\d:\\d\\d:\\d\\d\\.\\d{3}] web shop/app "
                                + "10/0/30/69/109 200 2750 - - ---- 1/1/1/1/0 0/0 \"GET /a#22b#0A HTTP/1\\.1\"");
        assertThat(lines[1]).endsWith("] redis cache/r1 0/1/5007 212 -- 3/2/1/1/+1 2/5");
        assertThat(lines[2]).isEmpty();
    }

    @Test
    void a_sink_that_blocks_costs_lines_and_never_the_caller() {
        CountDownLatch open = new CountDownLatch(1);
        OutputStream blocked = new OutputStream() {
            @Override
            public void write(int b) {
                try {
                    open.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        };
        AccessLogWriter writer = AccessLogWriter.start(blocked);

        for (int i = 0; i < 40_000; i++) {
            writer.http(http("GET / HTTP/1.1"));
        }

        assertThat(writer.dropped()).isBetween(20_000L, 25_000L);
        open.countDown();
        writer.close();
    }

    private static HttpLogEntry http(String requestLine) {
        return new HttpLogEntry(
                CLIENT,
                0,
                new LogRoute("web", "shop", "app"),
                new HttpTimers(10, 0, 30, 69, 109),
                new HttpOutcome(200, 2750, "----", requestLine),
                new LogLoad(1, 1, 1, 1, LogAttempts.NONE));
    }
}
