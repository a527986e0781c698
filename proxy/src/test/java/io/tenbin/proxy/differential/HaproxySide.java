package io.tenbin.proxy.differential;

import io.tenbin.proxy.Ports;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** HAProxy, a new process for each set of cases. */
final class HaproxySide implements Side {
    private static final String HEAD = """
            global
              nbthread 1
              maxconn 4000
              log stdout format raw local0
            defaults
              mode http
              log global
              option httplog
              option redispatch
              retries 3
              timeout connect 3s
              timeout client 30s
              timeout server 30s
              timeout http-request 10s
              timeout http-keep-alive 30s
              timeout tunnel 1h
            """;

    private final InetAddress host;
    private final List<Integer> ports;
    private final Origins origins = new Origins();
    private final Path directory = Files.createTempDirectory("tenbin-haproxy");
    private final Log log = new Log();
    private @Nullable Process process;

    HaproxySide(int slots) throws IOException {
        // An address that only this run uses, so that others who bind all addresses of a port are the only ones to
        // meet.
        ThreadLocalRandom random = ThreadLocalRandom.current();
        host = InetAddress.getByAddress(new byte[] {
            127, (byte) random.nextInt(1, 255), (byte) random.nextInt(255), (byte) random.nextInt(1, 255)
        });
        ports = Ports.free(slots + 1, host);
    }

    /** Its version; null if it is not installed. */
    static @Nullable String version() throws IOException {
        try {
            Process version = new ProcessBuilder("haproxy", "-v").start();
            return new String(version.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .findFirst()
                    .orElse(null);
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    public void serve(List<Placed> cases) throws IOException {
        stop();
        Path file = directory.resolve("haproxy.cfg");
        Path errors = directory.resolve("errors");
        InetSocketAddress ready = new InetSocketAddress(host, ports.getLast());
        StringBuilder text = new StringBuilder(HEAD);
        text.append("listen ready\n  bind ")
                .append(host.getHostAddress())
                .append(':')
                .append(ready.getPort())
                .append('\n');
        cases.forEach(placed -> write(text, placed));
        Files.writeString(file, text);
        Process started = new ProcessBuilder("haproxy", "-db", "-f", file.toString())
                .redirectError(errors.toFile())
                .start();
        process = started;
        Thread.ofVirtual().start(() -> follow(started));
        awaitListening(started, ready, errors);
    }

    @Override
    public InetSocketAddress address(Placed placed) {
        return new InetSocketAddress(host, ports.get(placed.slot()));
    }

    @Override
    public Origins origins() {
        return origins;
    }

    @Override
    public Log log() {
        return log;
    }

    /** The configuration of one case, to look at. */
    String describe(Placed placed) {
        StringBuilder text = new StringBuilder();
        write(text, placed);
        return text.toString();
    }

    @Override
    public void close() throws IOException {
        stop();
        origins.close();
        Files.deleteIfExists(directory.resolve("haproxy.cfg"));
        Files.deleteIfExists(directory.resolve("errors"));
        Files.deleteIfExists(directory);
    }

    private void write(StringBuilder text, Placed placed) {
        Case.Listener listener = placed.test().listener();
        InetSocketAddress address = address(placed);
        text.append("frontend ").append(placed.name()).append('\n');
        text.append("  bind ")
                .append(host.getHostAddress())
                .append(':')
                .append(address.getPort())
                .append('\n');
        int port = address.getPort();
        listener.acls().forEach(acl -> line(text, placed.named(acl.haproxy(), port)));
        line(text, placed.named(listener.options().haproxy(), port));
        listener.rules().forEach(rule -> line(text, placed.named(rule.haproxy(), port)));
        if (listener.defaultBackend() != null) {
            line(text, "default_backend " + placed.named(listener.defaultBackend(), port));
        }
        for (Case.Backend backend : placed.test().backends()) {
            text.append("backend ").append(placed.named(backend.name(), port)).append('\n');
            line(text, placed.named(backend.options().haproxy(), port));
            for (Case.Server server : backend.servers()) {
                line(
                        text,
                        "server " + server.name() + " 127.0.0.1:" + origins.port(server.origin()) + " "
                                + server.options().haproxy());
            }
        }
    }

    private static void line(StringBuilder text, String lines) {
        lines.lines().forEach(line -> text.append("  ").append(line).append('\n'));
    }

    private void follow(Process started) {
        try (BufferedReader lines = started.inputReader(StandardCharsets.ISO_8859_1)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                log.add(line);
            }
        } catch (IOException e) {
            // It was stopped.
        }
    }

    private static void awaitListening(Process started, InetSocketAddress address, Path errors) throws IOException {
        for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10); System.nanoTime() < end; ) {
            if (!started.isAlive()) {
                throw new IOException("haproxy ended: " + Files.readString(errors));
            }
            try (Socket _ = new Socket(address.getAddress(), address.getPort())) {
                return;
            } catch (IOException e) {
                sleep();
            }
        }
        throw new IOException("haproxy does not listen: " + Files.readString(errors));
    }

    private static void sleep() {
        try {
            Thread.sleep(3);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A crash of HAProxy looks like a difference in whatever was under way. */
    void assertAlive() throws IOException {
        if (process == null || !process.isAlive()) {
            throw new IOException("haproxy ended by itself: " + Files.readString(directory.resolve("errors")));
        }
    }

    private void stop() throws IOException {
        if (process != null) {
            process.destroyForcibly();
            try {
                process.waitFor();
            } catch (InterruptedException e) {
                throw new IOException("interrupted", e);
            }
            process = null;
        }
    }
}
