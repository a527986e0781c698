package io.tenbin.proxy.differential;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The servers behind one side. Each does with a request what the request says in {@link #INSTRUCTION}, and remembers what it saw of
 * it by the case, which the request names in {@link #CASE}.
 */
final class Origins implements AutoCloseable {
    static final String INSTRUCTION = "X-Do";
    static final String CASE = "x-case";
    static final int REFUSING = -1;
    static final int UNREACHABLE = -2;
    static final int COUNT = 5;

    private final List<ServerSocket> servers = new ArrayList<>();
    private final Socket refusing = new Socket();
    private final ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final List<Socket> filling = new ArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final Map<String, List<Seen>> seen = new ConcurrentHashMap<>();

    /**
     * A request at a server.
     *
     * @param connection unique among all connections
     */
    record Seen(int server, int connection, Message request) {}

    Origins() throws IOException {
        for (int i = 0; i < COUNT; i++) {
            int number = i;
            ServerSocket server = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
            servers.add(server);
            Thread.ofVirtual().start(() -> accept(number, server));
        }
        // Bound and not listening: it refuses, and nobody else can have the port.
        refusing.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        fill();
    }

    /** Nobody accepts there: as soon as a connection is not answered at once, none will be. */
    private void fill() throws IOException {
        for (int i = 0; i < 8; i++) {
            Socket socket = new Socket();
            filling.add(socket);
            try {
                socket.connect(full.getLocalSocketAddress(), 100);
            } catch (SocketTimeoutException e) {
                return;
            }
        }
    }

    int port(int origin) {
        return switch (origin) {
            case REFUSING -> refusing.getLocalPort();
            case UNREACHABLE -> full.getLocalPort();
            default -> servers.get(origin).getLocalPort();
        };
    }

    /** What was seen of a case, in order. */
    List<Seen> seen(String name) {
        return seen.getOrDefault(name, List.of());
    }

    @Override
    public void close() throws IOException {
        for (ServerSocket server : servers) {
            server.close();
        }
        refusing.close();
        for (Socket socket : filling) {
            socket.close();
        }
        full.close();
    }

    private void accept(int number, ServerSocket server) {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                int connection = connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(number, connection, socket));
            } catch (IOException e) {
                // Closed: that is how it ends.
            }
        }
    }

    private void serve(int number, int connection, Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            Optional<Message> head = Message.head(in);
            while (head.isPresent()) {
                String how = head.get().field("x-do").orElse("ok");
                if (how.equals("continue")) {
                    send(socket, "HTTP/1.1 100 Continue\r\n\r\n");
                }
                // An answer that comes before the body is read is the early bird of the framing area.
                Message request = how.equals("early") ? head.get() : head.get().withBody(in, false);
                seen.computeIfAbsent(request.field(CASE).orElse("?"), key -> new CopyOnWriteArrayList<>())
                        .add(new Seen(number, connection, request));
                if (!answer(socket, in, how, number, request)) {
                    return;
                }
                head = Message.head(in);
            }
        } catch (IOException | RuntimeException e) {
            // The proxy went away, or sent what is no request: what came of it, the case compares.
        }
    }

    /** Answers; whether the connection goes on. */
    private static boolean answer(Socket socket, InputStream in, String how, int number, Message request)
            throws IOException {
        Instruction instruction = Instruction.parse(how);
        if (instruction.delayMillis() > 0) {
            try {
                Thread.sleep(instruction.delayMillis());
            } catch (InterruptedException e) {
                return false;
            }
        }
        if (instruction.resets()) {
            socket.setSoLinger(true, 0);
            return false;
        }
        send(socket, instruction.answer(number, request));
        if (instruction.isLast()) {
            in.transferTo(OutputStream.nullOutputStream());
            return false;
        }
        if (instruction.tunnels()) {
            send(socket, "pong to " + new String(in.readNBytes(4), StandardCharsets.ISO_8859_1));
            return false;
        }
        boolean last = instruction.closes()
                || request.field("connection").orElse("").equalsIgnoreCase("close")
                || (request.start().endsWith("HTTP/1.0")
                        && !request.field("connection").orElse("").equalsIgnoreCase("keep-alive"));
        return !last;
    }

    private static void send(Socket socket, String bytes) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }
}
