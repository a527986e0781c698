package io.tenbin.proxy.http;

import io.tenbin.config.ClientTimeoutsConfig;
import io.tenbin.proxy.transport.Timeout;
import java.time.Duration;

/** The time between two requests of a connection: how long the next one may take to begin, and then its head to be whole. */
final class RequestWait {
    private final Timeout timeout;
    private long firstByte;
    private boolean begun;

    RequestWait(Timeout timeout) {
        this.timeout = timeout;
    }

    void forFirst(ClientTimeoutsConfig limits) {
        timeout.start(shorter(limits.httpRequest(), limits.client()));
    }

    void forNext(ClientTimeoutsConfig limits) {
        timeout.start(shorter(limits.httpKeepAlive(), limits.client()));
    }

    /** Not now: what the kernel holds already is read first, which takes one turn of the loop. */
    void forNothing() {
        timeout.start(Duration.ZERO);
    }

    /**
     * Part of a head has come. The time for the whole runs from its first byte, however many follow one by one; silence between them
     * is for the client's own time.
     */
    void goesOn(ClientTimeoutsConfig limits) {
        long now = System.nanoTime();
        if (!begun) {
            begun = true;
            firstByte = now;
        }
        long left = Math.max(0, firstByte + limits.httpRequest().toNanos() - now);
        timeout.startAt(now, Math.min(left, limits.client().toNanos()));
    }

    /**
     * The head is whole, or never will be.
     *
     * @return {@link System#nanoTime} of its first byte; now if all of it came at once
     */
    long ends() {
        timeout.stop();
        long began = begun ? firstByte : System.nanoTime();
        begun = false;
        return began;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
