package io.tenbin.proxy.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that does to each connection what a test says. */
public final class TestServer implements AutoCloseable {
    private final ServerSocket socket;
    private final Script script;
    private final Thread acceptor = Thread.ofVirtual().unstarted(this::accept);
    private final AtomicInteger accepted = new AtomicInteger();
    private final List<Wire.Message> requests = new CopyOnWriteArrayList<>();
    private final Map<Integer, Wire> open = new ConcurrentHashMap<>();

    /** What is done to one connection; its end closes it. */
    interface Script {
        void serve(Wire client, TestServer server) throws Exception;
    }

    private TestServer(ServerSocket socket, Script script) {
        this.socket = socket;
        this.script = script;
    }

    static TestServer start(Script script) throws IOException {
        return start(0, script);
    }

    static TestServer start(int port, Script script) throws IOException {
        ServerSocket listening = new ServerSocket();
        listening.setReuseAddress(true);
        listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
        TestServer server = new TestServer(listening, script);
        server.acceptor.start();
        return server;
    }

    /** Keeps connections alive and answers each request 200 with these words. */
    public static TestServer saying(String body) throws IOException {
        return start((client, server) -> {
            while (server.request(client) != null) {
                client.send("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
            }
        });
    }

    /** Reads one request, sends these bytes, and closes. */
    static TestServer once(String answer) throws IOException {
        return start((client, server) -> {
            server.request(client);
            client.send(answer);
        });
    }

    /** A request, which is also remembered; null if there is none any more. */
    Wire.Message request(Wire client) throws IOException {
        Wire.Message request = client.message();
        if (request != null) {
            requests.add(request);
        }
        return request;
    }

    public int port() {
        return socket.getLocalPort();
    }

    /** Connections that were ever accepted. */
    int accepted() {
        return accepted.get();
    }

    /** Connections that are open now. */
    int open() {
        return open.size();
    }

    List<Wire.Message> requests() {
        return requests;
    }

    /** Once this has returned, the port refuses: the system closes the socket when the thread that accepts on it has let go. */
    @Override
    public void close() throws IOException {
        socket.close();
        try {
            acceptor.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (Wire client : open.values()) {
            client.close();
        }
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                int number = accepted.incrementAndGet();
                Wire wire = new Wire(client);
                open.put(number, wire);
                Thread.ofVirtual().start(() -> serve(number, wire));
            } catch (IOException e) {
                // Closed by the test's end.
            }
        }
    }

    private void serve(int number, Wire wire) {
        try (wire) {
            script.serve(wire, this);
        } catch (Exception e) {
            // The proxy closed: what a test expects of that, it checks by itself.
        } finally {
            open.remove(number);
        }
    }
}
