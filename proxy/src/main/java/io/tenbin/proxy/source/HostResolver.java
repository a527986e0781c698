package io.tenbin.proxy.source;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the addresses of DNS names. Each name is asked for every 5 s (the JDK does not tell a record's time to live); while
 * DNS fails, the last answer stays. Names are asked for side by side, so that a slow one holds up no other.
 */
final class HostResolver implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HostResolver.class);
    private static final Duration REFRESH = Duration.ofSeconds(5);

    /** What asks DNS; may block. */
    interface Lookup {
        List<InetAddress> addresses(String name) throws UnknownHostException;
    }

    private final Lookup lookup;
    private final boolean allowLoopback;
    private final Consumer<Map<String, InetAddress>> onChange;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("tenbin-dns").factory());
    private final ExecutorService lookups = Executors.newVirtualThreadPerTaskExecutor();

    // Everything below belongs to the clock's thread.
    private Set<String> names = Set.of();
    private Map<String, InetAddress> known = Map.of();
    private final Map<String, Future<?>> underWay = new HashMap<>();
    private final Map<String, String> failing = new HashMap<>();

    /**
     * Knows no name yet.
     *
     * @param onChange called on a thread of ours with all addresses known, each time that one changes
     */
    HostResolver(Lookup lookup, boolean allowLoopback, Consumer<Map<String, InetAddress>> onChange) {
        this.lookup = lookup;
        this.allowLoopback = allowLoopback;
        this.onChange = onChange;
    }

    /** Through the system's resolver. */
    static List<InetAddress> system(String name) throws UnknownHostException {
        return List.of(InetAddress.getAllByName(name));
    }

    void start() {
        var _ = clock.scheduleWithFixedDelay(
                this::refresh, REFRESH.toMillis(), REFRESH.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** From now on these names, and no others, are of interest; new ones are asked for at once. */
    void want(Set<String> wanted) {
        clock.execute(() -> {
            if (!wanted.equals(names)) {
                names = Set.copyOf(wanted);
                Map<String, InetAddress> kept = new HashMap<>(known);
                kept.keySet().retainAll(names);
                known = Map.copyOf(kept);
                failing.keySet().retainAll(names);
                for (String name : names) {
                    if (!known.containsKey(name)) {
                        ask(name);
                    }
                }
            }
        });
    }

    private void refresh() {
        names.forEach(this::ask);
    }

    private void ask(String name) {
        if (!underWay.containsKey(name)) {
            underWay.put(name, lookups.submit(() -> {
                List<InetAddress> addresses = new ArrayList<>();
                String failure = null;
                try {
                    addresses.addAll(lookup.addresses(name));
                } catch (UnknownHostException e) {
                    failure = "the name does not resolve: " + e.getMessage();
                }
                String outcome = failure;
                clock.execute(() -> answered(name, addresses, outcome));
            }));
        }
    }

    private void answered(String name, List<InetAddress> addresses, @Nullable String failure) {
        underWay.remove(name);
        if (!names.contains(name)) {
            return;
        }
        InetAddress inUse = known.get(name);
        InetAddress next = failure == null ? Addresses.choose(addresses, inUse, allowLoopback) : null;
        if (next == null) {
            String reason = failure == null ? "none of its addresses may be used: " + addresses : failure;
            if (!reason.equals(failing.put(name, reason))) {
                LOG.warn("dns host={} reason=\"{}\" inUse={}", name, reason, inUse);
            }
            return;
        }
        if (failing.remove(name) != null) {
            LOG.info("dns host={} resolves again address={}", name, next.getHostAddress());
        }
        if (!next.equals(inUse)) {
            Map<String, InetAddress> changed = new HashMap<>(known);
            changed.put(name, next);
            known = Map.copyOf(changed);
            onChange.accept(known);
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        lookups.shutdownNow();
    }
}
