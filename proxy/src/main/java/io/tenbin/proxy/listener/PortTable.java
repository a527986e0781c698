package io.tenbin.proxy.listener;

import io.tenbin.config.ListenerConfig;
import io.tenbin.config.MaxConnectionsConfig;
import io.tenbin.proxy.listener.OpenListener.Shared;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which ports are bound, and which listener each bears. Belongs to the control thread, but for {@link #isBound} and {@link #stats}. */
final class PortTable {
    private static final Logger LOG = LoggerFactory.getLogger(PortTable.class);

    private final ScheduledExecutorService control;
    private final Binder binder;
    private final Shared shared;
    private final Map<String, ListenerStats> stats = new ConcurrentHashMap<>();
    private final Map<Integer, Port> ports = new ConcurrentHashMap<>();

    /** Listeners whose port is unbound or bears another one by now, while they have connections. */
    private final Set<OpenListener> former = new HashSet<>();

    private Runnable onUnbound = () -> {};

    PortTable(ScheduledExecutorService control, Binder binder, Shared shared) {
        this.control = control;
        this.binder = binder;
        this.shared = shared;
    }

    /** Asks to hear when a removed listener has stopped accepting. */
    void onUnbound(Runnable callback) {
        onUnbound = callback;
    }

    /** The counters of all listeners that are or were, by name. Any thread. */
    Map<String, ListenerStats> stats() {
        return Map.copyOf(stats);
    }

    /** Any thread. */
    boolean isBound(int port) {
        return ports.containsKey(port);
    }

    /**
     * Binds the ports that are not bound yet; they accept nothing.
     *
     * @throws BindFailure if one cannot be bound; then none is
     */
    List<Port> bind(List<ListenerConfig> wanted) throws BindFailure {
        List<Port> fresh = new ArrayList<>();
        try {
            for (ListenerConfig listener : wanted) {
                if (!ports.containsKey(listener.bindPort())) {
                    fresh.add(binder.bind(listener));
                }
            }
        } catch (BindFailure e) {
            fresh.forEach(Port::unbind);
            throw e;
        }
        return fresh;
    }

    /** Takes in ports that were bound. */
    void add(List<Port> fresh) {
        fresh.forEach(port -> ports.put(port.number(), port));
    }

    /**
     * Each port bears the listener that is wanted there; those that bear none that is wanted leave.
     *
     * @param linger how long a removed listener still accepts
     */
    void bear(List<ListenerConfig> wanted, Duration linger, MaxConnectionsConfig most) {
        Set<Integer> kept = new HashSet<>();
        for (ListenerConfig listener : wanted) {
            Port port = ports.get(listener.bindPort());
            if (port != null) {
                kept.add(port.number());
                bear(port, listener, linger, most.ofListener(listener.name()));
            }
        }
        ports.values().stream()
                .filter(port -> !kept.contains(port.number()) && !port.leaving())
                .forEach(port -> leave(port, linger));
    }

    /** All that have or may get connections. */
    Set<OpenListener> listeners() {
        former.removeIf(OpenListener::isIdle);
        Set<OpenListener> all = new HashSet<>(former);
        for (Port port : ports.values()) {
            OpenListener listener = port.listener();
            if (listener != null) {
                all.add(listener);
            }
        }
        return all;
    }

    void unbindAll() {
        List.copyOf(ports.values()).forEach(this::unbind);
    }

    private void bear(Port port, ListenerConfig config, Duration linger, int most) {
        OpenListener before = port.listener();
        if (before != null && before.serves(config)) {
            before.limit().most(most);
            return;
        }
        OpenListener next =
                new OpenListener(config, shared, stats.computeIfAbsent(config.name(), name -> new ListenerStats()));
        next.limit().most(most);
        port.bear(next);
        port.open();
        LOG.info("listener opened listener={} port={}", config.name(), port.number());
        if (before != null) {
            former.add(before);
            control.schedule(before::endIdle, linger.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void leave(Port port, Duration linger) {
        OpenListener listener = port.listener();
        if (listener != null) {
            listener.close();
            LOG.info("listener leaves listener={} port={}", listener.name(), port.number());
        }
        port.leave(control.schedule(() -> unbind(port), linger.toNanos(), TimeUnit.NANOSECONDS));
    }

    private void unbind(Port port) {
        if (!ports.remove(port.number(), port)) {
            return;
        }
        port.unbind();
        OpenListener listener = port.listener();
        if (listener != null) {
            former.add(listener);
            listener.endIdle();
            LOG.info("listener unbound listener={} port={}", listener.name(), port.number());
        }
        onUnbound.run();
    }
}
