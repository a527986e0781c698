package io.tenbin.proxy.http;

import io.tenbin.proxy.http1.RequestHead;
import io.tenbin.proxy.listener.ListenerStats;
import io.tenbin.proxy.transport.ConnectionEnds;
import io.tenbin.proxy.transport.LoopTimer;

/**
 * What the exchanges of one client's connection have in common, whatever version of HTTP it speaks. Belongs to its event loop's
 * thread.
 */
final class ClientSession {
    private final ConnectionEnds ends;
    private final CurrentListener listener;
    private final Servers servers;
    private long requests;
    private boolean draining;

    ClientSession(ConnectionEnds ends, CurrentListener listener, Servers servers) {
        this.ends = ends;
        this.listener = listener;
        this.servers = servers;
    }

    ConnectionEnds ends() {
        return ends;
    }

    CurrentListener listener() {
        return listener;
    }

    ListenerStats stats() {
        return listener.stats();
    }

    LoopTimer timer() {
        return servers.timer();
    }

    /** Requests that have begun. */
    long requests() {
        return requests;
    }

    /** From now on the connection is to end as soon as it can. */
    void drain() {
        draining = true;
    }

    boolean draining() {
        return draining;
    }

    /** Whether another request is welcome after those that there have been. */
    boolean keeps() {
        return !draining && listener.keeps(requests);
    }

    /**
     * A request whose head is whole.
     *
     * @param firstByte {@link System#nanoTime} of its first byte
     */
    Exchange exchange(ClientStream stream, RequestHead head, long firstByte) {
        ExchangeLog line = listener.line(ends, firstByte);
        requests++;
        return new Exchange(stream, head, listener.refresh(), servers, line);
    }

    /**
     * Something that never became a request has been answered, or left without an answer.
     *
     * @param status of the answer; -1 for none
     * @param state as the log has it
     * @param bytes of the answer
     * @param firstByte {@link System#nanoTime} of its first byte
     */
    void refused(int status, String state, long bytes, long firstByte) {
        ExchangeLog line = listener.line(ends, firstByte);
        line.refused(status);
        line.write(listener.logFormat(), state, bytes, null, null);
    }

    /** The client sends nothing more. */
    void close() {
        servers.close();
    }
}
