package io.tenbin.proxy.http;

import io.netty.util.AsciiString;
import io.tenbin.config.AccessLogFormat;
import io.tenbin.proxy.dispatch.Dispatch;
import io.tenbin.proxy.dispatch.Trail;
import io.tenbin.proxy.http1.RequestHead;
import io.tenbin.proxy.listener.ListenerContext;
import io.tenbin.proxy.listener.ListenerStats;
import io.tenbin.proxy.log.AccessLog;
import io.tenbin.proxy.log.HttpLogEntry;
import io.tenbin.proxy.log.HttpOutcome;
import io.tenbin.proxy.log.HttpTimers;
import io.tenbin.proxy.log.LogAttempts;
import io.tenbin.proxy.log.LogLoad;
import io.tenbin.proxy.log.LogRoute;
import io.tenbin.proxy.transport.ConnectionEnds;
import io.tenbin.proxy.upstream.Endpoint;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What the access log will say of one request, gathered on its way. */
final class ExchangeLog {
    private static final AsciiString BAD_REQUEST = AsciiString.cached("<BADREQ>");
    private static final long NOT_REACHED = Trail.NEVER;

    private final AccessLog log;
    private final ListenerContext listener;
    private final ConnectionEnds ends;
    private final long firstByte;
    private final long time;
    private long head = NOT_REACHED;
    private long connected = NOT_REACHED;
    private long answered = NOT_REACHED;
    private int status = -1;

    /** @param firstByte {@link System#nanoTime} of the first byte of the request */
    ExchangeLog(AccessLog log, ListenerContext listener, ConnectionEnds ends, long firstByte) {
        this.log = log;
        this.listener = listener;
        this.ends = ends;
        this.firstByte = firstByte;
        this.time = System.currentTimeMillis() - millis(firstByte, System.nanoTime());
    }

    /** Counters of the listener. */
    ListenerStats listener() {
        return listener.stats();
    }

    void headRead() {
        head = System.nanoTime();
    }

    void connected() {
        connected = System.nanoTime();
    }

    /** The connection is lost, and another one looked for. */
    void disconnected() {
        connected = NOT_REACHED;
    }

    void answered(int finalStatus) {
        answered = System.nanoTime();
        status = finalStatus;
    }

    /** The status of an answer that was made here. */
    void refused(int finalStatus) {
        status = finalStatus;
    }

    /**
     * Writes the line.
     *
     * @param request null if its head was never read whole
     * @param dispatch null if it was refused before a Backend was found
     */
    void write(
            AccessLogFormat format,
            String termination,
            long bytes,
            @Nullable RequestHead request,
            @Nullable Dispatch<?> dispatch) {
        if (format == AccessLogFormat.NONE) {
            return;
        }
        long end = System.nanoTime();
        Trail trail = dispatch == null ? null : dispatch.trail();
        long assigned = trail == null ? NOT_REACHED : trail.assigned();
        HttpTimers timers = new HttpTimers(
                between(firstByte, head),
                between(head, assigned),
                between(assigned, connected),
                between(connected, answered),
                millis(firstByte, end));
        HttpOutcome outcome = new HttpOutcome(status, bytes, termination, requestLine(request));
        log.http(new HttpLogEntry(ends.client(), time, route(dispatch), timers, outcome, load(dispatch, trail)));
    }

    private LogRoute route(@Nullable Dispatch<?> dispatch) {
        String name = LogRoute.listener(listener.name(), ends);
        if (dispatch == null) {
            return new LogRoute(name, listener.name(), LogRoute.NO_SERVER);
        }
        Endpoint endpoint = dispatch.endpoint();
        return new LogRoute(
                name, dispatch.backend().config().name(), endpoint == null ? LogRoute.NO_SERVER : endpoint.name());
    }

    private LogLoad load(@Nullable Dispatch<?> dispatch, @Nullable Trail trail) {
        Endpoint endpoint = dispatch == null ? null : dispatch.endpoint();
        return new LogLoad(
                listener.processConnections(),
                listener.stats().active().get(),
                dispatch == null ? 0 : dispatch.backend().stats().active().get(),
                endpoint == null ? 0 : endpoint.stats().activeRequests().get(),
                trail == null
                        ? LogAttempts.NONE
                        : new LogAttempts(
                                trail.retries(), trail.redispatched(), trail.serverQueue(), trail.backendQueue()));
    }

    /** As received; of HTTP/1.2 and later what it is understood as. One of HTTP/2 has its parts put together, as HAProxy does. */
    private static CharSequence requestLine(@Nullable RequestHead request) {
        return request == null ? BAD_REQUEST : request.method() + " " + request.target() + version(request);
    }

    private static String version(RequestHead request) {
        if (request.isHttp2()) {
            return " HTTP/2.0";
        }
        return request.minorVersion() == 0 ? " HTTP/1.0" : " HTTP/1.1";
    }

    private static long between(long from, long to) {
        return from == NOT_REACHED || to == NOT_REACHED ? -1 : millis(from, to);
    }

    private static long millis(long from, long to) {
        return TimeUnit.NANOSECONDS.toMillis(to - from);
    }
}
