package io.tenbin.cli;

import io.tenbin.config.HttpListenerConfig;
import io.tenbin.config.ListenerConfig;
import io.tenbin.config.Materials;
import io.tenbin.config.ProxyConfig;
import io.tenbin.config.TcpListenerConfig;
import io.tenbin.proxy.Engine;
import io.tenbin.proxy.Lifetime;
import io.tenbin.proxy.reload.ReloadResult;
import io.tenbin.proxy.snapshot.Discovery;
import io.tenbin.proxy.source.ChangeSink;
import io.tenbin.proxy.source.Complaint;
import io.tenbin.proxy.source.DirectorySource;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Serves a directory's LoadBalancers and tells, on the terminal, what becomes of each change. */
final class Serving {
    private static final long START_SECONDS = 10;

    private final Lifetime lifetime = Lifetime.begin();
    private final PrintStream words;
    private final Engine engine;
    private final DirectorySource source;

    // Under the lock: changes come from the source's thread, results from the reloaders'.
    private final Map<String, ProxyConfig> asked = new TreeMap<>();
    private final Map<String, String> askedHash = new HashMap<>();
    private final Map<String, String> settled = new HashMap<>();
    private final Map<String, String> inForce = new HashMap<>();
    private final Map<String, String> refused = new HashMap<>();
    private boolean started;

    /**
     * Starts.
     *
     * @param words where it is told what happens
     * @throws IOException if there is no such directory, or the admin port cannot be bound
     */
    Serving(Path directory, Engine.Options options, PrintStream words) throws IOException {
        this.words = words;
        this.engine = new Engine(options, this::finished);
        this.source = new DirectorySource(directory, this::sink, this::complain);
        source.start();
        awaitFirst();
    }

    String transport() {
        return engine.transportExplanation();
    }

    String tls() {
        return engine.tlsExplanation();
    }

    /** Base of the admin port's URLs. */
    String adminUrl() {
        InetSocketAddress address = engine.adminAddress();
        String host = address.getAddress().isAnyLocalAddress()
                ? "localhost"
                : address.getAddress().getHostAddress();
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    /** Where to connect, by what it is, of all listeners that are bound. */
    synchronized Map<String, String> urls() {
        Map<String, String> urls = new LinkedHashMap<>();
        asked.forEach((loadBalancer, config) -> {
            for (ListenerConfig listener : config.listeners()) {
                boolean bound = engine.applied().listeners().stream()
                        .anyMatch(one -> one.loadBalancer().equals(loadBalancer)
                                && one.name().equals(listener.name()));
                if (bound) {
                    String where = switch (listener) {
                        case HttpListenerConfig http -> "http://localhost:" + http.bindPort() + "/";
                        case TcpListenerConfig tcp -> "localhost:" + tcp.bindPort();
                    };
                    String mapped = listener.port() == listener.bindPort()
                            ? ""
                            : " (port " + listener.port() + " of the Service; under 1024 a proxy binds port + 10000)";
                    urls.put(loadBalancer + " " + listener.name(), where + mapped);
                }
            }
        });
        return urls;
    }

    /** Returns when a signal has ended it. */
    void untilSignal() throws Exception {
        lifetime.serve(engine, source, words);
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
                synchronized (Serving.this) {
                    asked.put(loadBalancer, config);
                    askedHash.put(loadBalancer, hash);
                }
                sink.config(config, materials, hash);
            }
        };
    }

    /** On the first start, everything is told at once, when it is known; later, each change. */
    private synchronized void finished(String loadBalancer, ReloadResult result) {
        settled.put(loadBalancer, result.hash());
        switch (result) {
            case ReloadResult.Applied applied -> holds(loadBalancer, applied.hash());
            case ReloadResult.Unchanged unchanged -> holds(loadBalancer, unchanged.hash());
            case ReloadResult.Rejected rejected -> {
                // It is tried again, and the same words again would be no news.
                if (!rejected.reason().equals(refused.put(loadBalancer, rejected.reason()))) {
                    words.println(loadBalancer + ": not in force, "
                            + (inForce.containsKey(loadBalancer) ? "what was before stays" : "tried again and again")
                            + ": " + rejected.reason());
                }
            }
        }
        notifyAll();
    }

    /** Endpoints may change under an older configuration than the one asked for: that is not what the reader waits for. */
    private void holds(String loadBalancer, String hash) {
        if (hash.equals(askedHash.get(loadBalancer))) {
            boolean changed = !hash.equals(inForce.put(loadBalancer, hash));
            boolean refusedBefore = refused.remove(loadBalancer) != null;
            if (started && (changed || refusedBefore)) {
                words.println(
                        loadBalancer + ": " + (hasListeners(loadBalancer) ? "in force" : "has no listeners any more"));
            }
        }
    }

    private boolean hasListeners(String loadBalancer) {
        ProxyConfig config = asked.get(loadBalancer);
        return config != null && !config.listeners().isEmpty();
    }

    private synchronized void awaitFirst() throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        try {
            while (!settled.entrySet().containsAll(askedHash.entrySet()) && System.nanoTime() - end < 0) {
                TimeUnit.NANOSECONDS.timedWait(this, Math.max(1, end - System.nanoTime()));
            }
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        }
        started = true;
    }

    /** One line for each file: whoever breaks a file sees the first thing that is wrong, and that there is more. */
    private void complain(List<Complaint> complaints) {
        Map<Path, List<Complaint>> byFile = new LinkedHashMap<>();
        for (Complaint complaint : complaints) {
            byFile.computeIfAbsent(complaint.file(), file -> new ArrayList<>()).add(complaint);
        }
        byFile.forEach((file, ofFile) -> words.println(ofFile.getFirst()
                + (ofFile.size() > 1
                        ? " (and " + (ofFile.size() - 1) + " more: ./tenbin check --standalone " + file + ")"
                        : "")));
    }
}
