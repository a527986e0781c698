package io.tenbin.e2e.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** Answers as the test application does, but for the one request that it mistreats. */
final class FaultyServer implements AutoCloseable {

    /** What becomes of the victim. */
    enum Fault {
        NONE,
        DROP,
        RESET,
        CUT,
        STALL,
        DOUBLE,
        SWAP_ANSWER,
        SWAP_REQUEST,
        CORRUPT_REQUEST_BODY,
        CORRUPT_ANSWER,
        UNAVAILABLE,
        GARBAGE,
        ANNOUNCE_CLOSE,
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final CountDownLatch end = new CountDownLatch(1);
    private final Fault fault;
    private final String victim;

    FaultyServer(Fault fault, long victim) throws IOException {
        this.fault = fault;
        this.victim = String.valueOf(victim);
        Thread.ofVirtual().start(this::accept);
    }

    InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = socket.accept();
                Thread.ofVirtual().start(() -> serve(connection));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            connection.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(connection.getInputStream());
            while (answer(connection, Received.read(in))) {}
        } catch (IOException e) {
            // The client has gone, or the server.
        }
    }

    /** Returns whether the connection lives on. */
    private boolean answer(Socket connection, Received request) throws IOException {
        OutputStream out = connection.getOutputStream();
        byte[] right = whole(request.number(), json(request), "");
        boolean spared = !request.number().equals(victim);
        switch (spared ? Fault.NONE : fault) {
            case NONE -> out.write(right);
            case DROP -> {
                return false;
            }
            case RESET -> {
                connection.setSoLinger(true, 0);
                return false;
            }
            case CUT -> {
                out.write(right, 0, right.length - 10);
                return false;
            }
            case STALL -> {
                try {
                    end.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return false;
            }
            case DOUBLE -> {
                byte[] twice = Arrays.copyOf(right, 2 * right.length);
                System.arraycopy(right, 0, twice, right.length, right.length);
                out.write(twice);
            }
            case SWAP_ANSWER -> out.write(whole("4711", json(request), ""));
            case SWAP_REQUEST -> out.write(whole(request.number(), json(request.withPath("/load/4711")), ""));
            case CORRUPT_REQUEST_BODY -> out.write(whole(request.number(), json(request.withOtherBody()), ""));
            case CORRUPT_ANSWER -> {
                right[right.length - 10] = 0;
                out.write(right);
            }
            case UNAVAILABLE ->
                out.write("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n".getBytes(US_ASCII));
            case GARBAGE -> out.write("SSH-2.0-OpenSSH_9.2\r\n".getBytes(US_ASCII));
            case ANNOUNCE_CLOSE -> {
                out.write(whole(request.number(), json(request), "Connection: close\r\n"));
                return false;
            }
        }
        return true;
    }

    private static byte[] whole(String number, byte[] json, String field) {
        String head = "HTTP/1.1 200 OK\r\nX-Request-Number: " + number + "\r\n" + field + "Content-Length: "
                + json.length + "\r\n\r\n";
        byte[] bytes = Arrays.copyOf(head.getBytes(US_ASCII), head.length() + json.length);
        System.arraycopy(json, 0, bytes, head.length(), json.length);
        return bytes;
    }

    private static byte[] json(Received request) throws IOException {
        Map<String, Object> answer = new HashMap<>();
        answer.put("pod", "in-memory");
        answer.put("method", request.method());
        answer.put("path", request.path());
        answer.put("host", "app.test");
        answer.put("headers", Map.of("X-Request-Number", List.of(request.number())));
        answer.put("bodyLength", request.length());
        answer.put("bodySha256", request.sha256());
        return JSON.writeValueAsBytes(answer);
    }

    @Override
    public void close() throws IOException {
        end.countDown();
        socket.close();
    }
}
