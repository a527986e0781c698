package io.tenbin.e2e.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Echoes lines or WebSocket messages; a fault befalls the fourth connection's eleventh message. */
final class EchoServer implements AutoCloseable {

    enum Kind {
        TCP,
        WEB_SOCKET
    }

    enum Fault {
        NONE,
        CLOSE,
        SWALLOW,
        DOUBLE,
        CORRUPT
    }

    private static final String VICTIM = "3 10";

    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ConcurrentLinkedQueue<Socket> connections = new ConcurrentLinkedQueue<>();
    private final Kind kind;
    private final Fault fault;

    EchoServer(Kind kind, Fault fault) throws IOException {
        this.kind = kind;
        this.fault = fault;
        Thread.ofVirtual().start(this::accept);
    }

    Kind kind() {
        return kind;
    }

    InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = socket.accept();
                connections.add(connection);
                Thread.ofVirtual().start(() -> serve(connection));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            InputStream in = new BufferedInputStream(connection.getInputStream());
            OutputStream out = connection.getOutputStream();
            begin(in, out);
            while (true) {
                byte[] frame = kind == Kind.TCP ? (line(in) + "\n").getBytes(US_ASCII) : unmasked(in);
                boolean spared = !new String(frame, US_ASCII).contains(VICTIM);
                switch (spared ? Fault.NONE : fault) {
                    case NONE -> out.write(frame);
                    case SWALLOW -> {}
                    case CLOSE -> {
                        return;
                    }
                    case DOUBLE -> {
                        byte[] twice = Arrays.copyOf(frame, 2 * frame.length);
                        System.arraycopy(frame, 0, twice, frame.length, frame.length);
                        out.write(twice);
                    }
                    case CORRUPT -> {
                        frame[frame.length - 2] ^= 1;
                        out.write(frame);
                    }
                }
            }
        } catch (IOException e) {
            // The client has gone, or the server.
        }
    }

    private void begin(InputStream in, OutputStream out) throws IOException {
        if (kind == Kind.TCP) {
            out.write("in-memory\n".getBytes(US_ASCII));
            return;
        }
        String key = "";
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            if (line.startsWith("Sec-WebSocket-Key: ")) {
                key = line.substring("Sec-WebSocket-Key: ".length());
            }
        }
        out.write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "X-Pod-Name: in-memory\r\nSec-WebSocket-Accept: " + WebSocketConversation.accept(key)
                        + "\r\n\r\n")
                .getBytes(US_ASCII));
    }

    /** The frame that answers one with a short masked text. */
    private static byte[] unmasked(InputStream in) throws IOException {
        byte[] header = in.readNBytes(6);
        if (header.length < 6) {
            throw new EOFException();
        }
        int length = header[1] & 0x7f;
        byte[] payload = in.readNBytes(length);
        byte[] frame = new byte[2 + length];
        frame[0] = header[0];
        frame[1] = (byte) length;
        for (int i = 0; i < length; i++) {
            frame[2 + i] = (byte) (payload[i] ^ header[2 + i % 4]);
        }
        return frame;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException();
            }
            line.append((char) next);
        }
        return line.toString().strip();
    }

    /** Closes all connections and takes no more. */
    void end() throws IOException {
        socket.close();
        for (Socket connection : connections) {
            connection.close();
        }
    }

    @Override
    public void close() throws IOException {
        end();
    }
}
