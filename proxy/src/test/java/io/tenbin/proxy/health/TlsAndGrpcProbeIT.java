package io.tenbin.proxy.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenbin.config.GrpcProbe;
import io.tenbin.config.TlsProbe;
import io.tenbin.proxy.TestServer;
import io.tenbin.proxy.TestTransports;
import io.tenbin.proxy.health.ProbeVerdicts.Seen;
import io.tenbin.proxy.transport.Transport;
import io.tenbin.proxy.upstream.CheckStatus;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What checks in TLS and gRPC make of servers. */
class TlsAndGrpcProbeIT {
    private static final String HTTP_ANSWER = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n";

    static List<Transport.Kind> kinds() {
        return TestTransports.available();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void a_handshake_is_made_and_ended_by_the_rules(Transport.Kind kind) throws Exception {
        CompletableFuture<Integer> end = new CompletableFuture<>();
        try (TestServer server = TestServer.start(socket -> {
            SSLSocket tls = TestCertificate.VALID.server(socket);
            tls.startHandshake();
            // The end of the stream, which is only seen as such behind a close_notify.
            end.complete(tls.getInputStream().read());
        })) {
            assertThat(check(kind, server.port(), new TlsProbe())).isEqualTo(new Seen(CheckStatus.L6OK, 0, ""));
            assertThat(end.get(5, TimeUnit.SECONDS)).isEqualTo(-1);
        }
    }

    static List<TestCertificate> certificates() {
        return List.of(TestCertificate.VALID, TestCertificate.EXPIRED);
    }

    @ParameterizedTest
    @MethodSource("certificates")
    void whose_certificate_it_is_and_whether_it_holds_is_not_asked(TestCertificate certificate) throws Exception {
        try (TestServer server =
                TestServer.start(socket -> certificate.server(socket).startHandshake())) {
            assertThat(check(Transport.Kind.NIO, server.port(), new TlsProbe()).status())
                    .isEqualTo(CheckStatus.L6OK);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void both_versions_that_are_in_use_will_do(String version) throws Exception {
        try (TestServer server = TestServer.start(socket -> {
            SSLSocket tls = TestCertificate.VALID.server(socket);
            tls.setEnabledProtocols(new String[] {version});
            tls.startHandshake();
        })) {
            assertThat(check(Transport.Kind.NIO, server.port(), new TlsProbe()).status())
                    .isEqualTo(CheckStatus.L6OK);
        }
    }

    @Test
    void what_is_no_handshake_is_an_invalid_response() throws Exception {
        try (TestServer clear = saying(HTTP_ANSWER.getBytes(StandardCharsets.US_ASCII));
                TestServer closing =
                        TestServer.start(socket -> socket.getInputStream().read());
                TestServer alerting = saying(new byte[] {21, 3, 3, 0, 2, 2, 40})) {
            assertThat(check(Transport.Kind.NIO, clear.port(), new TlsProbe()))
                    .isEqualTo(new Seen(CheckStatus.L6RSP, 0, "no TLS answer"));
            Seen closed = check(Transport.Kind.NIO, closing.port(), new TlsProbe());
            assertThat(closed.status()).isEqualTo(CheckStatus.L6RSP);
            assertThat(closed.info()).isNotEmpty();
            assertThat(check(Transport.Kind.NIO, alerting.port(), new TlsProbe()))
                    .isEqualTo(new Seen(
                            CheckStatus.L6RSP, 0, "(handshake_failure) Received fatal alert: handshake_failure"));
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void the_call_is_what_grpc_servers_expect(Transport.Kind kind) throws Exception {
        CompletableFuture<GrpcWire.Call> call = new CompletableFuture<>();
        try (TestServer server = TestServer.start(socket -> {
            call.complete(GrpcWire.readCall(socket));
            socket.getOutputStream().write(GrpcWire.health(1));
            socket.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
        })) {
            assertThat(check(kind, server.port(), new GrpcProbe())).isEqualTo(new Seen(CheckStatus.L7OK, 0, ""));
            GrpcWire.Call seen = call.get(5, TimeUnit.SECONDS);
            assertThat(seen.headers().method()).hasToString("POST");
            assertThat(seen.headers().scheme()).hasToString("http");
            assertThat(seen.headers().path()).hasToString("/grpc.health.v1.Health/Check");
            assertThat(seen.headers().authority()).hasToString("127.0.0.1:" + server.port());
            assertThat(seen.headers().get("content-type")).hasToString("application/grpc");
            assertThat(seen.headers().get("te")).hasToString("trailers");
            assertThat(seen.message()).isEqualTo("0000000000");
        }
    }

    static Stream<Arguments> answers() {
        int[] tooLong = new int[100];
        return Stream.of(
                Arguments.of(GrpcWire.health(0), CheckStatus.L7STS, 0, "status 0 UNKNOWN"),
                Arguments.of(GrpcWire.health(2), CheckStatus.L7STS, 0, "status 2 NOT_SERVING"),
                Arguments.of(GrpcWire.health(77), CheckStatus.L7STS, 0, "status 77"),
                Arguments.of(
                        new GrpcWire().trailersOnly("12").bytes(),
                        CheckStatus.L7STS,
                        0,
                        "grpc-status 12 UNIMPLEMENTED"),
                Arguments.of(
                        new GrpcWire()
                                .headers(200, false)
                                .message(8, 1)
                                .trailers("14")
                                .bytes(),
                        CheckStatus.L7STS,
                        0,
                        "grpc-status 14 UNAVAILABLE"),
                Arguments.of(
                        new GrpcWire()
                                .headers(200, false)
                                .message()
                                .trailers("0")
                                .bytes(),
                        CheckStatus.L7STS,
                        0,
                        "status 0 UNKNOWN"),
                Arguments.of(
                        new GrpcWire().headers(200, false).trailers("0").bytes(),
                        CheckStatus.L7STS,
                        0,
                        "no HealthCheckResponse"),
                Arguments.of(
                        new GrpcWire()
                                .headers(200, false)
                                .message(16, 1)
                                .trailers("0")
                                .bytes(),
                        CheckStatus.L7STS,
                        0,
                        "no HealthCheckResponse"),
                Arguments.of(new GrpcWire().headers(200, true).bytes(), CheckStatus.L7STS, 0, "no grpc-status"),
                Arguments.of(new GrpcWire().headers(404, true).bytes(), CheckStatus.L7STS, 404, ""),
                Arguments.of(
                        new GrpcWire().headers(200, false).data(tooLong).bytes(),
                        CheckStatus.L7RSP,
                        0,
                        "a longer message than HealthCheckResponse"),
                Arguments.of(
                        new GrpcWire().reset(7).bytes(), CheckStatus.L7RSP, 0, "the server reset the call, code 7"),
                Arguments.of(new GrpcWire().goAway(0).bytes(), CheckStatus.L7RSP, 0, "the server sent GOAWAY, code 0"),
                Arguments.of(HTTP_ANSWER.getBytes(StandardCharsets.US_ASCII), CheckStatus.L7RSP, 0, "no HTTP/2 answer"),
                Arguments.of(new GrpcWire().bytes(), CheckStatus.L7RSP, 0, "connection closed before the answer"));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void only_a_server_that_serves_passes(byte[] answer, CheckStatus status, int code, String info) throws Exception {
        try (TestServer server = TestServer.start(socket -> {
            GrpcWire.readCall(socket);
            socket.getOutputStream().write(answer);
            socket.shutdownOutput();
            socket.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
        })) {
            assertThat(check(Transport.Kind.NIO, server.port(), new GrpcProbe()))
                    .isEqualTo(new Seen(status, code, info));
        }
    }

    private static TestServer saying(byte[] bytes) {
        return TestServer.start(socket -> say(socket, bytes));
    }

    private static void say(Socket socket, byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
    }

    private static Seen check(Transport.Kind kind, int port, io.tenbin.config.HealthProbe probe) throws Exception {
        try (Transport transport = Transport.start(kind, 1)) {
            return ProbeVerdicts.check(transport, port, probe);
        }
    }
}
