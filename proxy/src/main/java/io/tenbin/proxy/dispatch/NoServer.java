package io.tenbin.proxy.dispatch;

import io.tenbin.proxy.upstream.ConnectFailure;

/** Why no connection to a server was found, with the first letter of HAProxy's termination state (configuration manual 8.5). */
public enum NoServer {
    /** There is none, or none is left. */
    NONE('S'),
    /** Connections were refused, until no retry was left. */
    REFUSED('S'),
    /** Connects timed out, until no retry was left. */
    TIMED_OUT('s'),
    /** Servers could be reached, but do not speak HTTP/2, until no retry was left. */
    NOT_HTTP2('S'),
    /** Servers could be reached, but TLS with them did not come about, until no retry was left. */
    TLS_FAILED('S'),
    /** This process is out of file descriptors, ports or memory. */
    NO_RESOURCES('R'),
    /** All slots stayed taken for the time that may be waited. */
    QUEUE_TIMED_OUT('s'),
    /** All slots are taken, and as many wait as may. */
    QUEUE_FULL('S');

    private final char cause;

    NoServer(char cause) {
        this.cause = cause;
    }

    /** Who ended it. */
    public char cause() {
        return cause;
    }

    /** Whether it ended while it waited, or would have had to. */
    public boolean queued() {
        return this == QUEUE_TIMED_OUT || this == QUEUE_FULL;
    }

    static NoServer of(ConnectFailure failure) {
        return switch (failure) {
            case REFUSED -> REFUSED;
            case TIMED_OUT -> TIMED_OUT;
            case NOT_HTTP2 -> NOT_HTTP2;
            case TLS_FAILED -> TLS_FAILED;
            case RETIRED -> NONE;
            case NO_RESOURCES -> NO_RESOURCES;
        };
    }
}
