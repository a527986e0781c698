package io.tenbin.proxy.listener;

import io.netty.util.concurrent.DefaultThreadFactory;
import io.tenbin.config.DrainConfig;
import io.tenbin.config.ListenerConfig;
import io.tenbin.config.MaxConnectionsConfig;
import io.tenbin.proxy.listener.OpenListener.Shared;
import io.tenbin.proxy.log.AccessLog;
import io.tenbin.proxy.snapshot.LiveSnapshot;
import io.tenbin.proxy.transport.Transport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All sockets that listen, and the connections that they accepted.
 *
 * <p>Everything that changes them runs on one thread, {@link #control()}, which may wait; event loops never do.
 */
public final class Listeners implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    private final ScheduledExecutorService control =
            Executors.newSingleThreadScheduledExecutor(new DefaultThreadFactory("tenbin-control", true));
    private final AcceptGate gate = new AcceptGate(DescriptorLimit.connections(), ProcessLimit.connections());
    private final PortTable ports;
    private @Nullable Drain drain;

    private Listeners(
            Transport transport, LiveSnapshot live, ConnectionHandler http, ConnectionHandler tcp, AccessLog log) {
        Binder binder = new Binder(transport, gate);
        this.ports = new PortTable(control, binder, new Shared(live, gate, http, tcp, log));
    }

    /**
     * Listens nowhere yet.
     *
     * @param http given connections of HTTP listeners
     * @param tcp given connections of TCP listeners
     * @param log told of connections that come to neither
     */
    public static Listeners start(
            Transport transport, LiveSnapshot live, ConnectionHandler http, ConnectionHandler tcp, AccessLog log) {
        return new Listeners(transport, live, http, tcp, log);
    }

    /** The thread that changes things: {@link #prepare} and what follows run here. */
    public ScheduledExecutorService control() {
        return control;
    }

    /** Asks to hear, on the control thread, when a removed listener has stopped accepting. */
    public void onUnbound(Runnable callback) {
        ports.onUnbound(callback);
    }

    /** The counters of all listeners that are or were, by name. */
    public Map<String, ListenerStats> stats() {
        return ports.stats();
    }

    /** Client connections now. */
    public int connections() {
        return gate.connections();
    }

    /** Times that accepting failed and paused, mostly for want of file descriptors. */
    public LongAdder acceptFailures() {
        return gate.failures();
    }

    /** Whether the port is bound: it accepts, though its listener may have been removed already. Any thread. */
    public boolean isBound(int port) {
        return ports.isBound(port);
    }

    /**
     * Binds the ports that are not bound yet. Nothing is accepted on them before {@link Prepared#open}.
     *
     * @param wanted all listeners that there shall be
     * @throws BindFailure if one port cannot be bound; then none of the new ones is
     */
    public Prepared prepare(List<ListenerConfig> wanted) throws BindFailure {
        return new Prepared(wanted, drain == null ? ports.bind(wanted) : List.of());
    }

    /** New ports bound, nothing changed yet. */
    public final class Prepared {
        private final List<ListenerConfig> wanted;
        private final List<Port> fresh;

        private Prepared(List<ListenerConfig> wanted, List<Port> fresh) {
            this.wanted = List.copyOf(wanted);
            this.fresh = fresh;
        }

        /** How many ports are new. */
        public int bound() {
            return fresh.size();
        }

        /**
         * Accepts on the new ports, and lets go of listeners that are not wanted any more: these close their connections
         * with the next answer, and stop accepting after a while.
         *
         * @param linger how long a removed listener still accepts
         * @param most how many connections there may be from now on
         */
        public void open(Duration linger, MaxConnectionsConfig most) {
            ports.add(fresh);
            if (drain == null) {
                ports.bear(wanted, linger, most);
                gate.most(most.ofProxy());
            }
        }
    }

    /**
     * Ends it all, once: answers close connections from now on while new ones are still accepted; after {@code minDuration}
     * all ports are unbound and idle connections end; when the last connection has ended, or after {@code timeout} more,
     * all that is left is closed. Any thread.
     *
     * @return true if all work ended in time
     */
    public CompletionStage<Boolean> drain(DrainConfig config) {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        control.execute(() -> {
            if (drain == null) {
                drain = new Drain(this, config);
                drain.start();
            }
            drain.done().thenAccept(done::complete);
        });
        return done;
    }

    /** Unbinds and closes everything, whatever is under way. */
    @Override
    public void close() {
        Future<?> closed = control.submit(() -> {
            // Nobody is to bind again what this unbinds.
            ports.onUnbound(() -> {});
            unbindAll();
            all().forEach(OpenListener::endNow);
        });
        try {
            closed.get(2, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("closing listeners failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            control.shutdownNow();
        }
    }

    /** All that have or may get connections. */
    Set<OpenListener> all() {
        return ports.listeners();
    }

    void unbindAll() {
        ports.unbindAll();
    }
}
