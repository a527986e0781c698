package io.tenbin.e2e.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tenbin.e2e.load.EchoServer.Fault;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HolderTest {

    private static final Duration PAUSE = Duration.ofMillis(5);

    @ParameterizedTest
    @EnumSource
    void connections_that_echo_are_alive(EchoServer.Kind kind) throws Exception {
        try (EchoServer server = new EchoServer(kind, Fault.NONE);
                Holder holder = hold(server)) {
            await().until(() -> holder.report().exchanges() > 100);

            Holder.Report report = holder.stop();
            assertThat(report.broken()).isEmpty();
            assertThat(report.alive()).isEqualTo(8);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void a_tcp_connection_that_is_mistreated_is_counted(Fault fault) throws Exception {
        assertOneBroken(EchoServer.Kind.TCP, fault);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void a_web_socket_that_is_mistreated_is_counted(Fault fault) throws Exception {
        assertOneBroken(EchoServer.Kind.WEB_SOCKET, fault);
    }

    @ParameterizedTest
    @EnumSource
    void a_connection_closed_between_two_messages_is_found_by_the_last_one(EchoServer.Kind kind) throws Exception {
        try (EchoServer server = new EchoServer(kind, Fault.NONE);
                Holder holder = Holder.hold(8, Duration.ofHours(1), () -> open(server))) {
            await().until(() -> holder.report().exchanges() == 8);
            server.end();

            assertThat(holder.stop().alive()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_server_that_is_not_there_is_an_error(EchoServer.Kind kind) throws Exception {
        EchoServer server = new EchoServer(kind, Fault.NONE);
        server.end();

        assertThatThrownBy(() -> hold(server)).isInstanceOf(IOException.class);
    }

    private static void assertOneBroken(EchoServer.Kind kind, Fault fault) throws Exception {
        try (EchoServer server = new EchoServer(kind, fault);
                Holder holder = hold(server)) {
            await().until(() -> !holder.report().broken().isEmpty());

            Holder.Report report = holder.stop();
            assertThat(report.broken()).singleElement().asString().contains("connection 3 to in-memory");
            assertThat(report.alive()).isEqualTo(7);
        }
    }

    private static Holder hold(EchoServer server) throws IOException {
        return Holder.hold(8, PAUSE, () -> open(server));
    }

    private static Conversation open(EchoServer server) throws IOException {
        return switch (server.kind()) {
            case TCP -> TcpConversation.open(server.address(), Duration.ofMillis(500));
            case WEB_SOCKET -> WebSocketConversation.open(server.address(), "app.test", Duration.ofMillis(500));
        };
    }
}
