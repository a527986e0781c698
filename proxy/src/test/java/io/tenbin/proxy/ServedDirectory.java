package io.tenbin.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tenbin.config.Materials;
import io.tenbin.config.ProxyConfig;
import io.tenbin.proxy.reload.ReloadResult;
import io.tenbin.proxy.snapshot.Discovery;
import io.tenbin.proxy.source.ChangeSink;
import io.tenbin.proxy.source.Complaint;
import io.tenbin.proxy.source.DirectorySource;
import io.tenbin.proxy.tls.TlsProvider;
import io.tenbin.proxy.transport.Transport;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * What {@code tenbin run} serves, in this process: from objects in YAML to sockets, through everything that stands between them.
 * The access log is kept.
 */
public final class ServedDirectory implements AutoCloseable {
    private final Path directory;
    private final LogLines log;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<ReloadResult> results = new CopyOnWriteArrayList<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final Engine engine;
    private final DirectorySource source;

    private ServedDirectory(Path directory, TlsProvider.Kind tls, int threads, Consumer<String> reader)
            throws IOException {
        this.directory = directory;
        this.log = new LogLines(reader);
        this.engine = new Engine(
                new Engine.Options(
                        Transport.Kind.valueOf(System.getProperty("tenbin.test.transport", "AUTO")),
                        tls,
                        threads,
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        null,
                        log),
                (loadBalancer, result) -> results.add(result));
        this.source = new DirectorySource(
                directory,
                this::sink,
                found -> found.stream().map(Complaint::toString).forEach(complaints::add));
        source.start();
    }

    /**
     * Serves nothing yet.
     *
     * @param threads event loops
     */
    public static ServedDirectory start(int threads) throws IOException {
        return start(threads, line -> {});
    }

    /**
     * Serves nothing yet.
     *
     * @param threads event loops
     * @param reader is given each line of the access log, too
     */
    public static ServedDirectory start(int threads, Consumer<String> reader) throws IOException {
        return new ServedDirectory(
                Files.createTempDirectory("tenbin-served"),
                TlsProvider.Kind.valueOf(System.getProperty("tenbin.test.tls", "AUTO")),
                threads,
                reader);
    }

    /** Serves nothing yet, with two event loops and TLS of this provider. */
    public static ServedDirectory start(TlsProvider.Kind tls) throws IOException {
        return new ServedDirectory(Files.createTempDirectory("tenbin-served"), tls, 2, line -> {});
    }

    /** Takes the place of what was served before, and is in force without complaint when this returns. */
    public ServedDirectory serve(String objects) throws IOException {
        return serve(objects, 1);
    }

    /**
     * The same for several LoadBalancers.
     *
     * @param loadBalancers how many of them change
     */
    public ServedDirectory serve(String objects, int loadBalancers) throws IOException {
        int before = asked.size();
        Path next = directory.resolve(".next");
        Files.writeString(next, objects);
        complaints.clear();
        Files.move(next, directory.resolve("objects.yaml"), StandardCopyOption.ATOMIC_MOVE);
        await().pollInterval(2, TimeUnit.MILLISECONDS)
                .atMost(20, TimeUnit.SECONDS)
                .until(() -> {
                    assertThat(complaints).as("complaints about %s", objects).isEmpty();
                    return asked.size() >= before + loadBalancers
                            && asked.subList(before, asked.size()).stream().allMatch(this::isSettled);
                });
        return this;
    }

    /** Lines of the access log so far. */
    public List<String> log() {
        return log.lines;
    }

    /** Waits for that many lines of the access log. */
    public List<String> log(int lines) {
        await().atMost(20, TimeUnit.SECONDS).until(() -> log.lines.size() >= lines);
        return log.lines;
    }

    /** The value of the one meter of this name whose labels contain these. */
    public double metric(String name, String labels) throws IOException {
        List<String> lines = page("/metrics")
                .lines()
                .filter(line -> line.startsWith(name + "{") && line.contains(labels))
                .toList();
        assertThat(lines).as("%s with %s", name, labels).hasSize(1);
        return Double.parseDouble(lines.getFirst().substring(lines.getFirst().lastIndexOf(' ')));
    }

    /** A page of the admin port. */
    public String page(String path) throws IOException {
        URL url = URI.create("http://127.0.0.1:" + engine.adminAddress().getPort() + path)
                .toURL();
        try (InputStream body = url.openStream()) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Ends gently, as at a signal; whether all work ended in time. */
    public boolean drain() throws InterruptedException {
        return engine.drain();
    }

    @Override
    public void close() throws IOException {
        source.close();
        engine.close();
        Files.deleteIfExists(directory.resolve("objects.yaml"));
        Files.delete(directory);
    }

    private boolean isSettled(String hash) {
        for (ReloadResult result : results) {
            if (result.hash().equals(hash)) {
                assertThat(result).isNotInstanceOf(ReloadResult.Rejected.class);
                return true;
            }
        }
        return false;
    }

    private ChangeSink sink(String loadBalancer) {
        ChangeSink sink = engine.balancer(loadBalancer);
        return new ChangeSink() {
            @Override
            public void discovered(Discovery discovery) {
                sink.discovered(discovery);
            }

            @Override
            public void config(ProxyConfig config, Materials materials, String hash) {
                sink.config(config, materials, hash);
                asked.add(hash);
            }
        };
    }

    private static final class LogLines extends OutputStream {
        private final List<String> lines = new CopyOnWriteArrayList<>();
        private final StringBuilder line = new StringBuilder();
        private final Consumer<String> reader;

        private LogLines(Consumer<String> reader) {
            this.reader = reader;
        }

        @Override
        public synchronized void write(int b) {
            if (b == '\n') {
                lines.add(line.toString());
                reader.accept(line.toString());
                line.setLength(0);
            } else {
                line.append((char) (b & 0xff));
            }
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            for (char c : new String(bytes, offset, length, StandardCharsets.ISO_8859_1).toCharArray()) {
                write(c);
            }
        }
    }
}
