package io.tenbin.proxy.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * As much of an API server as a proxy asks: it lists ConfigMaps and EndpointSlices and lets them be watched over HTTP, by the
 * rules of "Efficient detection of changes" (Kubernetes API concepts), and it can be made to fail in the ways that there are.
 */
final class FakeApi implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final String END = "";

    private final Map<String, ObjectNode> objects = new LinkedHashMap<>();
    private final List<Event> history = new ArrayList<>();
    private final List<Watch> watches = new CopyOnWriteArrayList<>();
    private final AtomicInteger lists = new AtomicInteger();
    private final int port;
    private HttpServer server;
    private long version = 100;
    private long forgotten;

    private record Event(String kind, long version, String line) {}

    private record Watch(String kind, BlockingQueue<String> lines) {}

    private FakeApi() throws IOException {
        server = listen(0);
        port = server.getAddress().getPort();
    }

    static FakeApi start() throws IOException {
        return new FakeApi();
    }

    private HttpServer listen(int wanted) throws IOException {
        HttpServer listening = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted), 0);
        listening.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        listening.createContext("/", this::answer);
        listening.start();
        return listening;
    }

    KubernetesClient client() {
        return new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder()
                        .withAutoConfigure(false)
                        .withMasterUrl("http://127.0.0.1:" + port)
                        .withOnlyHttpWatches(true)
                        .withWatchReconnectInterval(20)
                        .withRequestRetryBackoffLimit(0)
                        .withConnectionTimeout(1_000)
                        .withRequestTimeout(30_000)
                        .build())
                .build();
    }

    /** Creates or replaces the object that this YAML is. */
    synchronized void put(String yaml) throws IOException {
        ObjectNode object = (ObjectNode) YAML.readTree(yaml);
        String key = key(object);
        ((ObjectNode) object.get("metadata"))
                .put("resourceVersion", "" + ++version)
                .put("uid", key);
        boolean known = objects.put(key, object) != null;
        tell(known ? "MODIFIED" : "ADDED", object);
    }

    synchronized void delete(String kind, String name) throws IOException {
        ObjectNode object = objects.remove(kind + "/" + name);
        ((ObjectNode) object.get("metadata")).put("resourceVersion", "" + ++version);
        tell("DELETED", object);
    }

    /** Ends all watches without a word, as a connection that is cut. */
    void cutWatches() {
        watches.forEach(watch -> watch.lines.add(END));
    }

    /** All that happened up to now cannot be watched from any more: who tries is told 410. */
    synchronized void forgetHistory() {
        history.clear();
        forgotten = version;
    }

    /** Nobody listens any more. */
    void goAway() {
        server.stop(0);
        cutWatches();
    }

    void comeBack() throws IOException {
        server = listen(port);
    }

    int port() {
        return port;
    }

    int lists() {
        return lists.get();
    }

    int watches() {
        return watches.size();
    }

    @Override
    public void close() {
        goAway();
    }

    private void tell(String type, ObjectNode object) throws IOException {
        String kind = object.get("kind").asText();
        String line = line(type, object);
        history.add(new Event(kind, version, line));
        watches.stream().filter(watch -> watch.kind.equals(kind)).forEach(watch -> watch.lines.add(line));
    }

    private static String line(String type, ObjectNode object) throws IOException {
        return JSON.writeValueAsString(JSON.createObjectNode().put("type", type).set("object", object)) + "\n";
    }

    private static String key(JsonNode object) {
        return object.get("kind").asText() + "/" + object.at("/metadata/name").asText();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String query = String.valueOf(exchange.getRequestURI().getQuery());
            String kind = path.endsWith("/configmaps")
                    ? "ConfigMap"
                    : path.endsWith("/secrets") ? "Secret" : path.endsWith("/endpointslices") ? "EndpointSlice" : "";
            if (kind.isEmpty() || !exchange.getRequestMethod().equals("GET")) {
                exchange.sendResponseHeaders(403, -1);
            } else if (query.contains("watch=true")) {
                watch(exchange, kind, query);
            } else {
                list(exchange, kind);
            }
        }
    }

    private void list(HttpExchange exchange, String kind) throws IOException {
        lists.incrementAndGet();
        byte[] body;
        synchronized (this) {
            ObjectNode list = JSON.createObjectNode();
            list.put("kind", kind + "List")
                    .put("apiVersion", kind.equals("EndpointSlice") ? "discovery.k8s.io/v1" : "v1");
            list.putObject("metadata").put("resourceVersion", "" + version);
            var items = list.putArray("items");
            objects.values().stream()
                    .filter(object -> object.get("kind").asText().equals(kind))
                    .forEach(items::add);
            body = JSON.writeValueAsBytes(list);
        }
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }

    private void watch(HttpExchange exchange, String kind, String query) throws IOException {
        Watch watch = new Watch(kind, new LinkedBlockingQueue<>());
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, 0);
        synchronized (this) {
            boolean versioned = query.contains("resourceVersion=");
            long from = versioned ? Long.parseLong(query.replaceAll(".*resourceVersion=(\\d+).*", "$1")) : version;
            if (!versioned) {
                for (ObjectNode object : objects.values()) {
                    if (object.get("kind").asText().equals(kind)) {
                        watch.lines.add(line("ADDED", object));
                    }
                }
            }
            if (from < forgotten) {
                watch.lines.add(
                        "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":"
                                + "\"Failure\",\"reason\":\"Expired\",\"code\":410,\"message\":\"too old resource version\"}}\n");
                watch.lines.add(END);
            }
            history.stream()
                    .filter(event -> event.kind.equals(kind) && event.version > from)
                    .forEach(event -> watch.lines.add(event.line));
            watches.add(watch);
        }
        try {
            // Heads go out with the first byte of a body: white space between events is none.
            exchange.getResponseBody().flush();
            for (String line = watch.lines.take(); !line.equals(END); line = watch.lines.take()) {
                exchange.getResponseBody().write(line.getBytes(StandardCharsets.UTF_8));
                exchange.getResponseBody().flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            watches.remove(watch);
        }
    }
}
