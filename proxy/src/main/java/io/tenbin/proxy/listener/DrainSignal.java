package io.tenbin.proxy.listener;

/** User event fired through the pipeline of every downstream connection, on its event loop, when connections have to end. */
public enum DrainSignal {
    /**
     * A connection with nothing under way ends now, with FIN and never RST: what has arrived by now is read and answered
     * first. A busy one ends after the work under way. Tunnels are left alone.
     */
    CLOSE_WHEN_IDLE,
    /** The time is up. The channel is closed right after this event: HAProxy's termination state {@code K}. */
    CLOSE_NOW
}
