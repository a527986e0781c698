package io.tenbin.proxy.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.EventLoop;
import io.tenbin.config.HealthProbe;
import io.tenbin.config.HttpProbe;
import io.tenbin.config.HttpProbe.StatusRange;
import io.tenbin.config.TcpProbe;
import io.tenbin.proxy.TestServer;
import io.tenbin.proxy.TestTransports;
import io.tenbin.proxy.health.ProbeVerdicts.Seen;
import io.tenbin.proxy.transport.Transport;
import io.tenbin.proxy.upstream.CheckStatus;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SocketProberIT {
    private static final List<StatusRange> GOOD = List.of(new StatusRange(200, 399));
    private static final HttpProbe GET = new HttpProbe("GET", "/healthz?deep=1", null, GOOD);

    private @Nullable Transport transport;

    @AfterEach
    void end() {
        if (transport != null) {
            transport.close();
        }
    }

    static List<Transport.Kind> kinds() {
        return TestTransports.available();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aConnectionThatStandsIsEnoughForTcp(Transport.Kind kind) throws Exception {
        try (TestServer server =
                TestServer.start(socket -> socket.getInputStream().read())) {
            assertThat(check(kind, server.port(), new TcpProbe())).isEqualTo(new Seen(CheckStatus.L4OK, 0, ""));
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aPortThatNobodyListensOnRefuses(Transport.Kind kind) throws Exception {
        int port = TestServer.freePort();
        assertThat(check(kind, port, new TcpProbe())).isEqualTo(new Seen(CheckStatus.L4CON, 0, "Connection refused"));
        assertThat(check(kind, port, GET)).isEqualTo(new Seen(CheckStatus.L4CON, 0, "Connection refused"));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void sendsTheRequestThatIsConfigured(Transport.Kind kind) throws Exception {
        CompletableFuture<String> request = new CompletableFuture<>();
        try (TestServer server = answering("HTTP/1.1 204 No Content\r\n\r\n", request)) {
            Seen seen = check(kind, server.port(), GET);

            assertThat(seen).isEqualTo(new Seen(CheckStatus.L7OK, 204, ""));
            assertThat(request.get(5, TimeUnit.SECONDS))
                    .isEqualTo("GET /healthz?deep=1 HTTP/1.1\r\nHost: 127.0.0.1:" + server.port()
                            + "\r\nUser-Agent: tenbin-health-check\r\nConnection: close\r\n\r\n");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP/1.1 200 OK~Content-Length: 5~~hello        | L7OK  | 200 | ''",
                "HTTP/1.1 200 OK~Content-Length: 9999999~~cut    | L7OK  | 200 | ''",
                "HTTP/1.1 100 Continue~~HTTP/1.1 302 Found~~     | L7OK  | 302 | ''",
                "HTTP/1.0 399 Odd~~                              | L7OK  | 399 | ''",
                "HTTP/1.1 400 Bad Request~~                      | L7STS | 400 | Bad Request",
                "HTTP/1.1 500 Oh \"no\"~Content-Length: 0~~      | L7STS | 500 | Oh ?no?",
                "SSH-2.0-OpenSSH~~                               | L7RSP | 0   | no HTTP/1 answer",
                "HTTP/1.1 200 OK~Content-Length: 1~Transfer-Encoding: chunked~~ | L7RSP | 0 | ",
            })
    void judgesByTheStatusOfAWellFormedAnswer(String answer, CheckStatus status, int code, @Nullable String info)
            throws Exception {
        try (TestServer server = answering(answer.replace("~", "\r\n"), new CompletableFuture<>())) {
            Seen seen = check(Transport.Kind.NIO, server.port(), GET);

            assertThat(seen.status()).isEqualTo(status);
            assertThat(seen.code()).isEqualTo(code);
            if (info != null) {
                assertThat(seen.info()).isEqualTo(info);
            } else {
                assertThat(seen.info()).isNotEmpty();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aServerThatClosesWithoutAnAnswerFails(Transport.Kind kind) throws Exception {
        try (TestServer server = TestServer.start(SocketProberIT::readHead)) {
            assertThat(check(kind, server.port(), GET))
                    .isEqualTo(new Seen(CheckStatus.L7RSP, 0, "connection closed before the answer"));
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aGivenUpCheckClosesItsConnectionAndTellsNothing(Transport.Kind kind) throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        try (TestServer server = TestServer.start(socket -> {
            try {
                while (socket.getInputStream().read() >= 0) {}
            } finally {
                closed.countDown();
            }
        })) {
            Transport running = transport(kind);
            EventLoop loop = running.loops().next();
            CompletableFuture<Seen> verdict = new CompletableFuture<>();
            CompletableFuture<Prober.Run> run = new CompletableFuture<>();
            loop.execute(() -> run.complete(ProbeVerdicts.begin(running, loop, server.port(), GET, verdict)));
            Prober.Run begun = run.get(5, TimeUnit.SECONDS);
            await().until(() ->
                    server.accepted() == 1 && loop.submit(begun::timedOut).get() == CheckStatus.L7TOUT);

            loop.execute(begun::cancel);

            assertThat(closed.await(5, TimeUnit.SECONDS)).isTrue();
            assertThat(verdict).isNotCompleted();
        }
    }

    private Seen check(Transport.Kind kind, int port, HealthProbe probe) throws Exception {
        return ProbeVerdicts.check(transport(kind), port, probe);
    }

    private Transport transport(Transport.Kind kind) {
        Transport running = transport == null ? Transport.start(kind, 1) : transport;
        transport = running;
        return running;
    }

    /** Reads a head, answers, and waits for the other side to close. */
    private static TestServer answering(String answer, CompletableFuture<String> request) {
        return TestServer.start(socket -> {
            request.complete(readHead(socket));
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
            while (socket.getInputStream().read() >= 0) {}
        });
    }

    private static String readHead(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                break;
            }
            head.append((char) next);
        }
        return head.toString();
    }
}
