package io.tenbin.proxy.tcp;

import io.tenbin.config.AccessLogFormat;
import io.tenbin.proxy.dispatch.Dispatch;
import io.tenbin.proxy.dispatch.Trail;
import io.tenbin.proxy.listener.ListenerContext;
import io.tenbin.proxy.log.AccessLog;
import io.tenbin.proxy.log.LogAttempts;
import io.tenbin.proxy.log.LogLoad;
import io.tenbin.proxy.log.LogRoute;
import io.tenbin.proxy.log.TcpLogEntry;
import io.tenbin.proxy.log.TcpOutcome;
import io.tenbin.proxy.log.TcpTimers;
import io.tenbin.proxy.snapshot.BackendView;
import io.tenbin.proxy.snapshot.TcpListenerView;
import io.tenbin.proxy.transport.ConnectionEnds;
import io.tenbin.proxy.upstream.Endpoint;
import java.util.concurrent.TimeUnit;

/** What the access log will say of a relayed connection. */
final class SessionLog {
    private final AccessLog log;
    private final ListenerContext listener;
    private final ConnectionEnds ends;
    private final long acceptedMillis = System.currentTimeMillis();
    private final long acceptedNanos = System.nanoTime();
    private long connectedNanos = -1;
    private boolean connected;

    SessionLog(AccessLog log, ListenerContext listener, ConnectionEnds ends) {
        this.log = log;
        this.listener = listener;
        this.ends = ends;
    }

    void connected(long nanoTime) {
        connected = true;
        connectedNanos = nanoTime;
    }

    /** Writes the line. The session still counts as under way, as in HAProxy's figures. */
    void end(TcpListenerView view, BackendView backend, Dispatch<?> dispatch, long bytes, String termination) {
        if (view.config().accessLog() == AccessLogFormat.NONE) {
            return;
        }
        Endpoint endpoint = dispatch.endpoint();
        Trail trail = dispatch.trail();
        boolean assigned = trail.assigned() != Trail.NEVER;
        log.tcp(new TcpLogEntry(
                ends.client(),
                acceptedMillis,
                new LogRoute(
                        LogRoute.listener(listener.name(), ends),
                        backend.config().name(),
                        endpoint == null ? LogRoute.NO_SERVER : endpoint.name()),
                new TcpTimers(
                        assigned ? millis(trail.assigned()) : -1,
                        connected ? millis(connectedNanos) - millis(trail.assigned()) : -1,
                        millis(System.nanoTime())),
                new TcpOutcome(bytes, termination),
                new LogLoad(
                        listener.processConnections(),
                        listener.stats().active().get(),
                        backend.stats().active().get(),
                        endpoint == null ? 0 : endpoint.stats().activeRequests().get(),
                        new LogAttempts(
                                trail.retries(), trail.redispatched(), trail.serverQueue(), trail.backendQueue()))));
    }

    private long millis(long nanoTime) {
        return TimeUnit.NANOSECONDS.toMillis(nanoTime - acceptedNanos);
    }
}
