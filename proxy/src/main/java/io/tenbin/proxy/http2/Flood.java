package io.tenbin.proxy.http2;

import java.util.Locale;

/**
 * What a peer can send without end that costs it next to nothing. Of each kind a connection may send so many at once, and then as
 * many as come back with time: far more than any client has been seen to send, and too few to do harm.
 */
public enum Flood {
    /** Streams that are reset by the client (CVE-2023-44487). */
    RESET(400, 50),
    /** CONTINUATION frames (CVE-2024-27316). They are given back with each head that is complete. */
    CONTINUATION(32, 0),
    SETTINGS(100, 1),
    PING(400, 10),
    /** DATA frames without data that do not end their stream. */
    EMPTY_DATA(200, 5),
    PRIORITY(1_000, 50),
    /** More come back with the bytes that were sent: that is what they are for. */
    WINDOW_UPDATE(2_000, 100),
    /** Heads that are too large once they are unpacked. */
    LARGE_HEAD(20, 1),
    /** What is an error of one stream. */
    STREAM_ERROR(200, 5),
    /** Frames of types that are not known. */
    UNKNOWN(200, 5);

    private final int burst;
    private final int perSecond;

    Flood(int burst, int perSecond) {
        this.burst = burst;
        this.perSecond = perSecond;
    }

    /** How many may come at once. */
    int burst() {
        return burst;
    }

    /** How many come back per second. */
    int perSecond() {
        return perSecond;
    }

    /** As it is called in metrics. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
