package io.tenbin.proxy.listener;

import io.tenbin.config.ListenerConfig;

/** A port that could not be bound. The message names listener, port and the system's error. */
public final class BindFailure extends Exception {
    private static final long serialVersionUID = 1;

    BindFailure(ListenerConfig listener, Throwable cause) {
        super("listener " + listener.name() + ": cannot bind port " + listener.bindPort() + ": " + error(cause), cause);
    }

    /** The system's words: native transports put the call and its number before them. */
    private static String error(Throwable cause) {
        String message = cause.getMessage();
        return message == null
                ? cause.toString()
                : message.substring(message.lastIndexOf(": ") + 1).strip();
    }
}
