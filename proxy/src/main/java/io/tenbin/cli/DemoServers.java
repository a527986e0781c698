package io.tenbin.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** Small HTTP servers on loopback that answer with their name. */
final class DemoServers implements AutoCloseable {
    private static final List<String> NAMES = List.of("one", "two", "three");

    private final List<HttpServer> servers = new ArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private DemoServers() {}

    static List<String> names() {
        return NAMES;
    }

    /**
     * Starts one server for each port.
     *
     * @throws IOException if a port is taken
     */
    static DemoServers start(List<Integer> ports) throws IOException {
        DemoServers all = new DemoServers();
        try {
            for (int i = 0; i < NAMES.size(); i++) {
                all.add(NAMES.get(i), ports.get(i));
            }
        } catch (IOException e) {
            all.close();
            throw e;
        }
        return all;
    }

    private void add(String name, int port) throws IOException {
        HttpServer server;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (BindException e) {
            throw new IOException(
                    "port " + port + " of server " + name + " is taken; end who has it, or use another --dir", e);
        }
        server.createContext("/", exchange -> answer(exchange, name));
        server.setExecutor(threads);
        server.start();
        servers.add(server);
    }

    private static void answer(HttpExchange exchange, String name) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            byte[] body = (name + "\n").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(200, head ? -1 : body.length);
            if (!head) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    /** For a sentence. */
    String ports() {
        return servers.stream()
                .map(server -> Integer.toString(server.getAddress().getPort()))
                .collect(Collectors.joining(", "));
    }

    @Override
    public void close() {
        servers.forEach(server -> server.stop(0));
        threads.shutdownNow();
    }
}
