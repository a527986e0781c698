package io.tenbin.proxy.http;

import io.tenbin.proxy.Edge;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One HTTP listener whose fields a test gives, Backends of one server each, and requests to it. */
final class ServedRules implements BeforeEachCallback, AfterEachCallback {
    private final Edge edge = new Edge();
    private final Map<String, String> backends = new LinkedHashMap<>();

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        edge.beforeEach(context);
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        edge.afterEach(context);
    }

    Edge edge() {
        return edge;
    }

    /** A Backend with this server alone, which ends with the test. Takes the place of one of that name. */
    ServedRules backend(String name, TestServer server) {
        return backend(name, server, "", "");
    }

    /**
     * A Backend with this server alone, which ends with the test.
     *
     * @param options further fields of the server, in flow style
     * @param more further fields of the Backend's spec, in flow style
     */
    ServedRules backend(String name, TestServer server, String options, String more) {
        String spec = "servers: [" + Edge.server("s", edge.ends(server).port(), options) + "]";
        backends.put(name, Edge.backend(name, "{" + spec + (more.isEmpty() ? "" : ", " + more) + "}"));
        return this;
    }

    /** Serves the listener with these fields, in flow style, and the Backends so far. */
    ServedRules serve(String listener) throws IOException {
        return serve("", listener);
    }

    /** The same with fields of the LoadBalancer's spec, each with a comma behind it. */
    ServedRules serve(String spec, String listener) throws IOException {
        edge.serve(Edge.loadBalancer(spec, edge.listener("HTTP", listener)), String.join("", backends.values()));
        return this;
    }

    Wire connect() throws IOException {
        return edge.ends(Wire.connect(edge.address()));
    }

    /** The answer to one request on a connection of its own. */
    Wire.Message ask(String request) throws IOException {
        try (Wire client = connect()) {
            return client.send(request).answer();
        }
    }

    List<String> log(int lines) {
        return edge.log(lines);
    }
}
