package io.tenbin.proxy.admin;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The admin port.
 *
 * <ul>
 *   <li>{@code GET /livez}: 200 while the process runs
 *   <li>{@code GET /readyz}: 200 once the complete snapshot is applied, 503 before and while draining
 *   <li>{@code GET /metrics}: Prometheus' text format
 *   <li>{@code GET /applied[?after=VERSION|HASH&waitSeconds=0..60]}: {@link AppliedState} as JSON; with {@code after} the answer
 *       comes as soon as it differs, or when the time is up. Guarded by the token, if one is configured
 * </ul>
 *
 * <p>At most {@value #CONCURRENT} of the last two run at a time, more are answered 503: the first two always have a place.
 */
public final class AdminServer implements AutoCloseable {
    static final int CONCURRENT = 64;
    private static final int LONGEST_WAIT_SECONDS = 60;
    private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpServer server;
    private final ExecutorService threads;
    private final Semaphore free = new Semaphore(CONCURRENT);
    private final AppliedBoard board;
    private final @Nullable BearerToken token;

    private AdminServer(
            HttpServer server,
            ExecutorService threads,
            AppliedBoard board,
            Supplier<String> metrics,
            @Nullable Path tokenFile) {
        this.server = server;
        this.threads = threads;
        this.board = board;
        this.token = tokenFile == null ? null : new BearerToken(tokenFile);
        page("/livez", exchange -> text(exchange, 200, "ok\n"));
        page("/readyz", this::ready);
        page("/metrics", limited(exchange -> send(exchange, 200, METRICS_TYPE, metrics.get())));
        page("/applied", limited(this::applied));
        page("/", exchange -> text(exchange, 404, "there are /livez /readyz /metrics /applied\n"));
    }

    /**
     * Begins to answer.
     *
     * @param address port 0 for any free one
     * @param metrics gives the text of {@code /metrics}
     * @param tokenFile holds the token that {@code /applied} wants; null if it is open
     * @throws IOException if the address cannot be bound
     */
    public static AdminServer start(
            InetSocketAddress address, AppliedBoard board, Supplier<String> metrics, @Nullable Path tokenFile)
            throws IOException {
        // The server's only way to be bounded: a client that never finishes its request loses its place.
        System.setProperty("sun.net.httpserver.maxReqTime", "10");
        System.setProperty("sun.net.httpserver.maxConnections", "512");
        HttpServer server;
        try {
            server = HttpServer.create(address, 0);
        } catch (IOException e) {
            throw new IOException(
                    "admin port " + address.getHostString() + ":" + address.getPort() + " cannot be bound: "
                            + e.getMessage(),
                    e);
        }
        ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("admin-", 0).factory());
        server.setExecutor(threads);
        AdminServer admin = new AdminServer(server, threads, board, metrics, tokenFile);
        server.start();
        return admin;
    }

    public InetSocketAddress address() {
        return server.getAddress();
    }

    /** Ends at once, waiting for nobody. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private interface Page {
        void answer(HttpExchange exchange) throws IOException, InterruptedException;
    }

    private void page(String path, Page page) {
        server.createContext(path, exchange -> {
            try (exchange) {
                if (!path.equals("/") && !path.equals(exchange.getRequestURI().getPath())) {
                    text(exchange, 404, "no such page\n");
                } else if (!exchange.getRequestMethod().equals("GET")) {
                    exchange.getResponseHeaders().set("Allow", "GET");
                    text(exchange, 405, "only GET\n");
                } else {
                    page.answer(exchange);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private Page limited(Page page) {
        return exchange -> {
            if (!free.tryAcquire()) {
                text(exchange, 503, "too many questions at a time\n");
                return;
            }
            try {
                page.answer(exchange);
            } finally {
                free.release();
            }
        };
    }

    private void ready(HttpExchange exchange) throws IOException {
        AppliedState state = board.current().state();
        if (state.draining()) {
            text(exchange, 503, "draining\n");
        } else if (!state.ready()) {
            text(exchange, 503, "the configuration is not applied yet\n");
        } else {
            text(exchange, 200, "ok\n");
        }
    }

    private void applied(HttpExchange exchange) throws IOException, InterruptedException {
        if (token != null && !token.isShownIn(exchange.getRequestHeaders().getFirst("Authorization"))) {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
            text(exchange, 401, "this page wants the token of the LoadBalancer\n");
            return;
        }
        Map<String, String> query = query(exchange.getRequestURI().getQuery());
        String after = query.get("after");
        AppliedBoard.Posted posted;
        if (after == null) {
            posted = board.current();
        } else {
            int seconds;
            try {
                seconds = Math.clamp(Integer.parseInt(query.getOrDefault("waitSeconds", "0")), 0, LONGEST_WAIT_SECONDS);
            } catch (NumberFormatException e) {
                text(exchange, 400, "waitSeconds is a whole number from 0 to " + LONGEST_WAIT_SECONDS + "\n");
                return;
            }
            posted = board.after(after, Duration.ofSeconds(seconds));
        }
        send(exchange, 200, "application/json", json(posted));
    }

    private static String json(AppliedBoard.Posted posted) throws IOException {
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("instance", posted.instance());
        page.put("version", posted.version());
        page.put("hash", posted.state().hash());
        page.put("ready", posted.state().ready());
        page.put("draining", posted.state().draining());
        page.put("listeners", posted.state().listeners());
        page.put("backends", posted.state().backends());
        page.put("rejected", posted.state().rejected());
        return JSON.writeValueAsString(page) + "\n";
    }

    private static Map<String, String> query(@Nullable String query) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String pair : query == null ? new String[0] : query.split("&", 16)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                values.put(pair.substring(0, equals), pair.substring(equals + 1));
            }
        }
        return values;
    }

    private static void text(HttpExchange exchange, int status, String text) throws IOException {
        send(exchange, status, "text/plain; charset=utf-8", text);
    }

    private static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
