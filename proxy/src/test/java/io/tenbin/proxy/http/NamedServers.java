package io.tenbin.proxy.http;

import io.tenbin.proxy.Edge;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Servers {@code a} to {@code d} that answer with their names, and a proxy whose one Backend {@code app} has some of them. */
final class NamedServers implements BeforeEachCallback, AfterEachCallback {
    private final Edge edge = new Edge();
    private final List<TestServer> servers = new ArrayList<>();

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        edge.beforeEach(context);
        for (String name : List.of("a", "b", "c", "d")) {
            servers.add(edge.ends(TestServer.saying(name)));
        }
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        edge.afterEach(context);
    }

    Edge edge() {
        return edge;
    }

    TestServer named(String name) {
        return servers.get(name.charAt(0) - 'a');
    }

    /** A server's entry, with these options. */
    String server(String name, String options) {
        return Edge.server(name, named(name).port(), options);
    }

    /** One more server, which is no one's yet. */
    TestServer start(TestServer.Script script) throws IOException {
        return edge.ends(TestServer.start(script));
    }

    /** A server that reads requests and never answers. */
    TestServer silent() throws IOException {
        return start((client, self) -> {
            self.request(client);
            client.rest();
        });
    }

    /** Serves the Backend with these entries of its own, and with these servers. */
    void serve(String backend, String... entries) throws IOException {
        edge.serve(
                edge.loadBalancer("defaultBackend: app"),
                Edge.backend("app", "servers: [" + String.join(", ", entries) + "]\n" + backend));
    }

    /** A connection, which ends with the test. */
    Wire connect() throws IOException {
        return edge.ends(Wire.connect(edge.address()));
    }

    /** The name of the server that this request reaches. */
    String answer(String target, String host, String fields) throws IOException {
        try (Wire client = Wire.connect(edge.address())) {
            return client.send("GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\n" + fields + "\r\n\r\n")
                    .answer()
                    .body();
        }
    }

    /** The names of the servers that this many requests reach, on one connection. */
    String answers(int requests) throws IOException {
        StringBuilder names = new StringBuilder();
        try (Wire client = Wire.connect(edge.address())) {
            for (int i = 0; i < requests; i++) {
                names.append(client.send(HttpKeepAliveIT.GET).answer().body());
            }
        }
        return names.toString();
    }

    /** The same, in alphabetical order. */
    String sortedAnswers(int requests) throws IOException {
        return answers(requests)
                .chars()
                .sorted()
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
