package io.tenbin.proxy.tls;

import io.tenbin.proxy.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/** A server that speaks TLS, and answers requests of HTTP with what is wanted. Says of each connection what came of it. */
final class TlsOrigin implements AutoCloseable {
    private static final Map<SSLSocket, Socket> UNDER = Collections.synchronizedMap(new IdentityHashMap<>());

    private final TestServer server;

    /** Names that were asked for, one per handshake; {@code -} for none. */
    final List<String> names = new CopyOnWriteArrayList<>();

    /** Identities of sessions, one per handshake. */
    final List<String> sessions = new CopyOnWriteArrayList<>();

    /** Request lines. */
    final List<String> requests = new CopyOnWriteArrayList<>();

    /** What is done with a connection whose handshake is done. */
    @FunctionalInterface
    interface Talk {
        void with(SSLSocket socket) throws IOException;
    }

    private TlsOrigin(SSLContext context, Consumer<SSLSocket> settings, Talk talk) {
        this.server = TestServer.start(socket -> {
            SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(socket, null, socket.getPort(), true);
            tls.setUseClientMode(false);
            settings.accept(tls);
            tls.startHandshake();
            names.add(asked(tls.getSession()));
            sessions.add(identity(tls.getSession()));
            UNDER.put(tls, socket);
            talk.with(tls);
        });
    }

    /** One that answers each request with {@code 200} and its body {@code hello}. */
    static TlsOrigin answering(SSLContext context) {
        return answering(context, socket -> {});
    }

    /** The same with settings of the handshake. */
    static TlsOrigin answering(SSLContext context, Consumer<SSLSocket> settings) {
        TlsOrigin[] self = new TlsOrigin[1];
        self[0] = new TlsOrigin(context, settings, socket -> self[0].answer(socket));
        return self[0];
    }

    static TlsOrigin talking(SSLContext context, Talk talk) {
        return new TlsOrigin(context, socket -> {}, talk);
    }

    /**
     * One that chooses the first of these protocols that the client offers (ALPN), or none.
     *
     * @param protocols in order; may be empty
     */
    static TlsOrigin choosing(SSLContext context, List<String> protocols, Talk talk) {
        return new TlsOrigin(
                context,
                socket -> socket.setHandshakeApplicationProtocolSelector((tls, offered) ->
                        protocols.stream().filter(offered::contains).findFirst().orElse("")),
                talk);
    }

    /** The connection that carries it. */
    static Socket under(SSLSocket socket) {
        return Objects.requireNonNull(UNDER.get(socket));
    }

    int port() {
        return server.port();
    }

    int accepted() {
        return server.accepted();
    }

    /** Reads one head; null at the end of the stream. */
    static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        for (int c = in.read(); c >= 0; c = in.read()) {
            head.append((char) c);
            if (head.toString().endsWith("\r\n\r\n")) {
                return head.toString();
            }
        }
        return null;
    }

    private void answer(SSLSocket socket) throws IOException {
        for (String head = head(socket.getInputStream()); head != null; head = head(socket.getInputStream())) {
            requests.add(head.lines().findFirst().orElseThrow());
            socket.getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello".getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static String asked(SSLSession session) {
        return session instanceof ExtendedSSLSession extended
                ? extended.getRequestedServerNames().stream()
                        .map(name -> new String(name.getEncoded(), StandardCharsets.US_ASCII))
                        .findFirst()
                        .orElse("-")
                : "-";
    }

    /** Resumed sessions have the time of the first one. */
    private static String identity(SSLSession session) {
        return String.valueOf(session.getCreationTime());
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
