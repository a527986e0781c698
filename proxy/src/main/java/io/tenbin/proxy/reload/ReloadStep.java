package io.tenbin.proxy.reload;

import io.tenbin.config.BackendConfig;
import io.tenbin.config.ListenerConfig;
import io.tenbin.config.ProxyConfig;
import io.tenbin.proxy.listener.BindFailure;
import io.tenbin.proxy.listener.Listeners;
import io.tenbin.proxy.reload.Reloader.Wanted;
import io.tenbin.proxy.snapshot.BackendView;
import io.tenbin.proxy.snapshot.Discovery;
import io.tenbin.proxy.snapshot.ListenerView;
import io.tenbin.proxy.snapshot.LiveSnapshot;
import io.tenbin.proxy.snapshot.Snapshot;
import io.tenbin.proxy.snapshot.SnapshotBuilder;
import io.tenbin.proxy.snapshot.SnapshotBuilder.Leaving;
import io.tenbin.proxy.tls.TlsProvider;
import io.tenbin.proxy.upstream.EndpointRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One change, from input to retirement. Belongs to the control thread. */
final class ReloadStep {
    private static final Logger LOG = LoggerFactory.getLogger(ReloadStep.class);

    private final LiveSnapshot.Writer live;
    private final EndpointRegistry registry;
    private final Listeners listeners;
    private final SnapshotBuilder builder;
    private Discovery discovery = Discovery.EMPTY;

    ReloadStep(LiveSnapshot.Writer live, EndpointRegistry registry, Listeners listeners, TlsProvider tls) {
        this.live = live;
        this.registry = registry;
        this.listeners = listeners;
        this.builder = new SnapshotBuilder(registry, tls);
    }

    /** What discovery knows from now on. */
    void discovery(Discovery known) {
        discovery = known;
    }

    /**
     * Brings into force what is wanted, with what discovery knows.
     *
     * @param wanted null for the configuration in force
     */
    ReloadResult run(@Nullable Wanted wanted) {
        Snapshot previous = live.live().orNull();
        if (wanted == null) {
            if (previous == null) {
                return new ReloadResult.Unchanged("");
            }
            return attempt(wanted(previous), previous);
        }
        ReloadResult result = attempt(wanted, previous);
        if (result instanceof ReloadResult.Rejected && previous != null) {
            // The configuration is refused as a whole, but what discovery said in the same moment is not.
            attempt(wanted(previous), previous);
            // What was made for the configuration that was refused has no place in the one that stays.
            retire(live.live().current());
        }
        return result;
    }

    private static Wanted wanted(Snapshot inForce) {
        return new Wanted(inForce.config(), inForce.materials(), inForce.hash());
    }

    private ReloadResult attempt(Wanted wanted, @Nullable Snapshot previous) {
        long begin = System.nanoTime();
        if (!wanted.materials().hasAll(wanted.config().materials())) {
            return new ReloadResult.Rejected(wanted.hash(), "certificates that the configuration names are not there");
        }
        try {
            Snapshot next = builder.build(
                    new SnapshotBuilder.Input(wanted.config(), wanted.materials(), wanted.hash()),
                    leaving(wanted.config(), previous),
                    discovery,
                    previous);
            if (previous != null && same(next, previous)) {
                return new ReloadResult.Unchanged(wanted.hash());
            }
            Listeners.Prepared prepared = listeners.prepare(wanted.config().listeners());
            live.swap(next);
            Duration took = Duration.ofNanos(System.nanoTime() - begin);
            prepared.open(wanted.config().drain().minDuration(), wanted.config().limits());
            int retired = retire(next);
            return new ReloadResult.Applied(wanted.hash(), took, prepared.bound(), retired);
        } catch (BindFailure e) {
            return new ReloadResult.Rejected(wanted.hash(), String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.error("a change could not be applied hash={}", wanted.hash(), e);
            return new ReloadResult.Rejected(wanted.hash(), "internal error: " + e);
        }
    }

    private static boolean same(Snapshot next, Snapshot previous) {
        return next.hash().equals(previous.hash())
                && next.config().equals(previous.config())
                && next.hasViewsOf(previous);
    }

    /** Nothing is shown to clients any more. */
    void letGo() {
        builder.retain(List.of());
    }

    private int retire(Snapshot next) {
        builder.retain(next.certificates().values());
        return registry.retain(next.endpoints(), next.backends().keySet());
    }

    /** Listeners in force that the next configuration has no place for, while their ports still accept. */
    private Leaving leaving(ProxyConfig next, @Nullable Snapshot previous) {
        if (previous == null) {
            return Leaving.NONE;
        }
        Set<String> names = next.listeners().stream().map(ListenerConfig::name).collect(Collectors.toSet());
        Set<Integer> taken =
                next.listeners().stream().map(ListenerConfig::bindPort).collect(Collectors.toCollection(HashSet::new));
        List<ListenerConfig> leaving = new ArrayList<>();
        Map<String, BackendConfig> backends = new LinkedHashMap<>();
        for (ListenerView view : previous.listeners().values()) {
            ListenerConfig config = view.config();
            if (!names.contains(config.name())
                    && !taken.contains(config.bindPort())
                    && listeners.isBound(config.bindPort())) {
                leaving.add(config);
                view.backendNames().forEach(name -> leave(name, previous, backends));
            }
        }
        return new Leaving(leaving, List.copyOf(backends.values()));
    }

    /** A Backend, and those that its work may fall back to. */
    private static void leave(@Nullable String name, Snapshot previous, Map<String, BackendConfig> backends) {
        BackendView backend = name == null ? null : previous.backends().get(name);
        if (backend != null && backends.putIfAbsent(backend.config().name(), backend.config()) == null) {
            leave(backend.config().balance().fallback(), previous, backends);
        }
    }
}
