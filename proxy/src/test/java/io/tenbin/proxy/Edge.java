package io.tenbin.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A proxy for each test, fed with objects in YAML, with a port for one listener, and what else the test starts: all of it ends with
 * the test, in the other order.
 */
public final class Edge implements BeforeEachCallback, AfterEachCallback {
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final int port = TestServer.freePort();
    private final int threads;
    private ServedDirectory served;

    public Edge() {
        this(2);
    }

    /**
     * A proxy that is to be used as a {@code RegisterExtension}.
     *
     * @param threads event loops
     */
    public Edge(int threads) {
        this.threads = threads;
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        served = ends(ServedDirectory.start(threads));
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        while (!started.isEmpty()) {
            started.pop().close();
        }
    }

    /** The same, which ends with the test. */
    public <T extends AutoCloseable> T ends(T resource) {
        started.push(resource);
        return resource;
    }

    public ServedDirectory served() {
        return served;
    }

    /** These objects take the place of what was served before, and are in force when this returns. */
    public void serve(String... objects) throws IOException {
        served.serve(String.join("", objects));
    }

    /** Where the listener is. */
    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** A connection to the listener from this address, which ends with the test. */
    public Socket connectFrom(String source) throws IOException {
        return ends(new Socket(InetAddress.getLoopbackAddress(), port, InetAddress.ofLiteral(source), 0));
    }

    /** Waits for that many lines of the access log. */
    public List<String> log(int lines) {
        return served.log(lines);
    }

    /** A LoadBalancer of one HTTP listener {@code web}, port 81 to clients, with these entries. */
    public String loadBalancer(String entries) {
        return loadBalancer("", listener("HTTP", entries));
    }

    /**
     * A LoadBalancer {@code edge}.
     *
     * @param spec entries before {@code listeners}, each with a comma behind it
     * @param listeners with commas between them
     */
    public static String loadBalancer(String spec, String listeners) {
        return """
                ---
                apiVersion: tenbin.io/v1alpha1
                kind: LoadBalancer
                metadata: {name: edge}
                spec: {%slisteners: [%s]}
                """.formatted(spec, listeners);
    }

    /** The one that {@link #address} leads to. */
    public String listener(String protocol, String entries) {
        return "{name: web, port: 81, targetPort: " + port + ", protocol: " + protocol + ", " + entries + "}";
    }

    /** A Backend whose {@code spec} has these entries, one or more lines without indentation or one in flow style. */
    public static String backend(String name, String spec) {
        return """
                ---
                apiVersion: tenbin.io/v1alpha1
                kind: Backend
                metadata: {name: %s}
                spec:
                """.formatted(name) + spec.strip().indent(2);
    }

    /** An entry of {@code servers}. */
    public static String server(String name, int port, String options) {
        return "{name: " + name + ", address: 127.0.0.1, port: " + port + (options.isEmpty() ? "" : ", " + options)
                + "}";
    }
}
