package io.tenbin.proxy.http;

import io.tenbin.config.AccessLogFormat;
import io.tenbin.config.ClientTimeoutsConfig;
import io.tenbin.config.ConnectionMode;
import io.tenbin.proxy.listener.ListenerContext;
import io.tenbin.proxy.listener.ListenerStats;
import io.tenbin.proxy.log.AccessLog;
import io.tenbin.proxy.snapshot.HttpListenerView;
import io.tenbin.proxy.transport.ConnectionEnds;
import org.jspecify.annotations.Nullable;

/** What one connection sees of its listener: as it was at its last request, and for ever if it is removed. */
final class CurrentListener {
    private final ListenerContext context;
    private final AccessLog log;
    private HttpListenerView view;

    CurrentListener(ListenerContext context, AccessLog log, HttpListenerView view) {
        this.context = context;
        this.log = log;
        this.view = view;
    }

    /** Looks at the snapshot in force: once per request. */
    HttpListenerView refresh() {
        HttpListenerView newest = newest();
        if (newest != null) {
            view = newest;
        }
        return view;
    }

    HttpListenerView view() {
        return view;
    }

    ClientTimeoutsConfig timeouts() {
        return view.config().timeouts();
    }

    ListenerStats stats() {
        return context.stats();
    }

    AccessLogFormat logFormat() {
        return view.config().accessLog();
    }

    /** Whether another request is welcome on a connection that has carried so many. */
    boolean keeps(long requests) {
        long most = view.config().http().limits().requestsPerConnection();
        return !context.closing()
                && newest() != null
                && (most == 0 || requests < most)
                && view.config().http().connectionMode() != ConnectionMode.CLOSE;
    }

    /**
     * Begins a line of the log.
     *
     * @param firstByte {@link System#nanoTime} of the first byte of the request
     */
    ExchangeLog line(ConnectionEnds ends, long firstByte) {
        context.stats().requests().increment();
        return new ExchangeLog(log, context, ends, firstByte);
    }

    private @Nullable HttpListenerView newest() {
        return context.live().current().httpListener(context.name());
    }
}
