package io.tenbin.proxy.health;

import static org.awaitility.Awaitility.await;

import io.tenbin.proxy.TestServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A server on one port that fails in the way that it is told to. */
final class Switchable implements AutoCloseable {
    private final Protocol protocol;
    private final List<String> checks = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final List<Socket> fillers = new ArrayList<>();
    private final int port = TestServer.freePort();
    private volatile @Nullable Failure failure;
    private @Nullable TestServer server;
    private @Nullable ServerSocket full;

    /** How a server fails. */
    enum Failure {
        /** Nobody listens. */
        STOPPED,
        /** Connects are not answered, as those to a host that is gone. */
        UNREACHABLE,
        /** It takes the connection and what is said, and says nothing. */
        HANGS,
        /** It answers what a server that works would not. */
        ANSWERS_WRONGLY,
        /** It hears the request and closes. */
        CLOSES
    }

    /** What it speaks. */
    enum Protocol {
        HTTP {
            @Override
            String hear(Socket socket) throws IOException {
                StringBuilder head = new StringBuilder();
                while (head.indexOf("\r\n\r\n") < 0) {
                    int c = socket.getInputStream().read();
                    if (c < 0) {
                        return head.toString();
                    }
                    head.append((char) c);
                }
                return head.toString();
            }

            @Override
            void answer(Socket socket, boolean well) throws IOException {
                say(
                        socket,
                        "HTTP/1.1 " + (well ? "200 OK" : "500 Internal Server Error")
                                + "\r\nContent-Length: 0\r\n\r\n");
            }
        },
        TLS {
            @Override
            String hear(Socket socket) {
                return "";
            }

            @Override
            void answer(Socket socket, boolean well) throws IOException {
                if (well) {
                    TestCertificate.VALID.server(socket).startHandshake();
                    untilClosed(socket);
                } else {
                    say(socket, "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
                }
            }
        },
        GRPC {
            @Override
            String hear(Socket socket) throws IOException {
                return GrpcWire.readCall(socket).toString();
            }

            @Override
            void answer(Socket socket, boolean well) throws IOException {
                socket.getOutputStream().write(GrpcWire.health(well ? 1 : 2));
                untilClosed(socket);
            }
        };

        abstract String hear(Socket socket) throws IOException;

        abstract void answer(Socket socket, boolean well) throws IOException;

        private static void say(Socket socket, String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        }
    }

    Switchable() {
        this(Protocol.HTTP);
    }

    Switchable(Protocol protocol) {
        this.protocol = protocol;
        this.server = TestServer.start(this::serve, port);
    }

    int port() {
        return port;
    }

    /** How many connections it took. */
    int connections() {
        return connections.get();
    }

    /** What was heard, connection by connection. */
    List<String> checks() {
        return checks;
    }

    void fail(Failure how) throws IOException {
        failure = how;
        if (how == Failure.STOPPED || how == Failure.UNREACHABLE) {
            stop();
        }
        if (how == Failure.UNREACHABLE) {
            fill();
        }
    }

    void heal() throws IOException {
        failure = null;
        if (server == null) {
            stop();
            server = TestServer.start(this::serve, port);
        }
    }

    @Override
    public void close() throws IOException {
        stop();
    }

    private void stop() throws IOException {
        if (server != null) {
            server.close();
            server = null;
        }
        if (full != null) {
            full.close();
            full = null;
        }
        for (Socket filler : fillers) {
            filler.close();
        }
        fillers.clear();
    }

    /** A socket that nobody accepts from, with as many connections as it can hold: the kernel drops what comes then. */
    private void fill() throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        // What listened there is closed, but perhaps its thread has not noticed yet.
        await().pollInterval(Duration.ofMillis(2))
                .ignoreException(BindException.class)
                .until(() -> {
                    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
                    return true;
                });
        full = socket;
        try {
            while (true) {
                Socket filler = new Socket();
                fillers.add(filler);
                filler.connect(socket.getLocalSocketAddress(), 20);
            }
        } catch (SocketTimeoutException e) {
            // Full.
        }
    }

    private void serve(Socket socket) throws IOException {
        connections.incrementAndGet();
        checks.add(protocol.hear(socket));
        switch (failure) {
            case null -> protocol.answer(socket, true);
            case ANSWERS_WRONGLY -> protocol.answer(socket, false);
            case HANGS -> untilClosed(socket);
            case CLOSES, STOPPED, UNREACHABLE -> {}
        }
    }

    private static void untilClosed(Socket socket) throws IOException {
        while (socket.getInputStream().read() >= 0) {}
    }
}
