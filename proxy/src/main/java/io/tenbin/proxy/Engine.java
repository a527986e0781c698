package io.tenbin.proxy;

import io.tenbin.proxy.admin.AdminServer;
import io.tenbin.proxy.admin.AppliedBoard;
import io.tenbin.proxy.admin.AppliedState;
import io.tenbin.proxy.http.HttpConnectionHandler;
import io.tenbin.proxy.listener.ConnectionHandler;
import io.tenbin.proxy.log.AccessLog;
import io.tenbin.proxy.log.AccessLogWriter;
import io.tenbin.proxy.reload.ReloadResult;
import io.tenbin.proxy.source.ChangeSink;
import io.tenbin.proxy.stats.Metrics;
import io.tenbin.proxy.tcp.TcpConnectionHandler;
import io.tenbin.proxy.tls.TlsProvider;
import io.tenbin.proxy.transport.Transport;
import io.tenbin.proxy.upstream.OpaqueNames;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process that balances: event loops, access log, metrics and admin port, shared by all its LoadBalancers. In a pod there
 * is one LoadBalancer, with {@code tenbin run} any number.
 */
public final class Engine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

    /** Endpoints come back from being out by the clock alone: what the admin port shows follows this often. */
    private static final Duration REFRESH = Duration.ofSeconds(1);

    private static final Duration MARGIN = Duration.ofSeconds(2);

    /** More event loops than this are a slip of the finger. */
    public static final int MOST_THREADS = 1024;

    private final TlsProvider tls;
    private final Transport transport;
    private final AccessLogWriter accessLog;
    private final Metrics metrics = new Metrics();
    private final AppliedBoard board = new AppliedBoard();
    private final AdminServer admin;
    private final ConnectionHandler http;
    private final ConnectionHandler tcp;
    private final Map<String, Balancer> balancers = new ConcurrentSkipListMap<>();
    private final BiConsumer<String, ReloadResult> onResult;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("tenbin-state").factory());
    private final OpaqueNames names;
    private volatile boolean draining;

    /**
     * How a process is to run.
     *
     * @param kind the transport
     * @param tls who speaks TLS
     * @param threads event loops, at least 1
     * @param admin where the admin port is; port 0 for any free one
     * @param tokenFile holds the token of guarded admin pages; null if they are open
     * @param accessLog where the access log goes; not closed
     */
    public record Options(
            Transport.Kind kind,
            TlsProvider.Kind tls,
            int threads,
            InetSocketAddress admin,
            @Nullable Path tokenFile,
            OutputStream accessLog) {}

    /**
     * Starts, with no LoadBalancer yet.
     *
     * @param onResult hears, by LoadBalancer, of every change's result
     * @throws IOException if the admin port cannot be bound
     */
    public Engine(Options options, BiConsumer<String, ReloadResult> onResult) throws IOException {
        this.onResult = onResult;
        this.admin = AdminServer.start(options.admin, board, metrics::scrape, options.tokenFile);
        this.tls = TlsProvider.choose(options.tls);
        this.transport = Transport.start(options.kind, options.threads);
        this.accessLog = AccessLogWriter.start(options.accessLog);
        this.names = names(options.tokenFile);
        this.http = new HttpConnectionHandler(transport, accessLog);
        this.tcp = new TcpConnectionHandler(transport, accessLog);
        metrics.counter("tenbin_access_log_dropped", "Lines that did not fit.", accessLog::dropped);
        metrics.gauge(
                "tenbin_ready",
                "1 if new work is welcome.",
                () -> board.current().state().ready() ? 1 : 0);
        metrics.gauge("tenbin_draining", "1 if the process is about to end.", () -> draining ? 1 : 0);
        var _ = clock.scheduleWithFixedDelay(this::post, REFRESH.toMillis(), REFRESH.toMillis(), TimeUnit.MILLISECONDS);
        metrics.gauge("tenbin_tls_provider", "Who speaks TLS.", () -> 1, "provider", tls.name());
        LOG.info(
                "transport=\"{}\" tls=\"{}\" threads={} admin={}",
                transport.explanation(),
                tls.explanation(),
                options.threads,
                admin.address());
    }

    /** Where changes of this LoadBalancer go; it is made when it is first asked for. */
    public ChangeSink balancer(String name) {
        return balancers.computeIfAbsent(
                name,
                key -> new Balancer(key, this, result -> {
                    post();
                    onResult.accept(key, result);
                }));
    }

    /** Which transport, and why. */
    public String transportExplanation() {
        return transport.explanation();
    }

    /** Who speaks TLS, and why. */
    public String tlsExplanation() {
        return tls.explanation();
    }

    public InetSocketAddress adminAddress() {
        return admin.address();
    }

    /** What is applied now. */
    public AppliedState applied() {
        return board.current().state();
    }

    OpaqueNames names() {
        return names;
    }

    TlsProvider tls() {
        return tls;
    }

    Transport transport() {
        return transport;
    }

    /**
     * The token is what the proxies of a LoadBalancer have in common and others do not know. Read once: a new one changes cookies.
     */
    private static OpaqueNames names(@Nullable Path secret) throws IOException {
        if (secret == null) {
            return OpaqueNames.open();
        }
        if (!Files.isReadable(secret) || Files.size(secret) == 0) {
            LOG.warn("no token to be read file={}: cookies of discovered pods are made without a key", secret);
            return OpaqueNames.open();
        }
        return new OpaqueNames(Files.readAllBytes(secret));
    }

    Metrics metrics() {
        return metrics;
    }

    AccessLog accessLog() {
        return accessLog;
    }

    ConnectionHandler http() {
        return http;
    }

    ConnectionHandler tcp() {
        return tcp;
    }

    /** One at a time, so that what is read later is also posted later. */
    private synchronized void post() {
        List<AppliedState.Listener> listeners = new ArrayList<>();
        List<AppliedState.Backend> backends = new ArrayList<>();
        balancers.values().forEach(balancer -> {
            listeners.addAll(balancer.listeners());
            backends.addAll(balancer.backends());
        });
        boolean ready =
                !draining && !balancers.isEmpty() && balancers.values().stream().allMatch(Balancer::ready);
        board.post(
                new AppliedState(join(Balancer::hash), ready, draining, listeners, backends, join(Balancer::rejected)));
    }

    private String join(Function<Balancer, String> value) {
        return balancers.values().stream()
                .map(value)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(","));
    }

    /**
     * Ends gently: not ready from now on; see {@link io.tenbin.proxy.listener.Listeners#drain}. Returns when all work has ended or
     * its time is up.
     *
     * @return whether all work ended in time
     */
    public boolean drain() throws InterruptedException {
        draining = true;
        post();
        int connections =
                balancers.values().stream().mapToInt(Balancer::connections).sum();
        Duration longest = balancers.values().stream()
                .map(Balancer::longestDrain)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
        LOG.info("drain begins connections={} longest={}", connections, longest);
        List<CompletableFuture<Boolean>> drains = balancers.values().stream()
                .map(balancer -> balancer.drain().toCompletableFuture())
                .toList();
        boolean inTime = true;
        long end = System.nanoTime() + longest.plus(MARGIN).toNanos();
        for (CompletableFuture<Boolean> drain : drains) {
            try {
                inTime &= drain.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (ExecutionException | TimeoutException e) {
                LOG.warn("drain reason=\"{}\"", String.valueOf(e.getMessage()));
                inTime = false;
            }
        }
        LOG.info("drain ends complete={}", inTime);
        return inTime;
    }

    /** Ends now. What the access log still holds is written. */
    @Override
    public void close() {
        clock.shutdownNow();
        balancers.values().forEach(Balancer::close);
        transport.close();
        accessLog.close();
        admin.close();
        metrics.close();
    }
}
