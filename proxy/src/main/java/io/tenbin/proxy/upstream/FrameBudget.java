package io.tenbin.proxy.upstream;

import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import java.util.concurrent.TimeUnit;

/**
 * How many frames a server may send that carry nothing of an answer: each costs work here, some an answer of their own
 * (RFC 9113 section 10.5). They are earned by frames that do carry something, in either direction, and by time.
 */
final class FrameBudget {
    /** A window update for the connection and one for the stream, a measurement of the path, and one to spare. */
    private static final int EARNED = 4;

    private static final int MOST = 2000;
    private static final long PER_SECOND = 200;

    private long left = MOST;
    private long filledAt;

    FrameBudget(long nanoTime) {
        filledAt = nanoTime;
    }

    /** A frame that carries something. */
    void earn() {
        left = Math.min(MOST, left + EARNED);
    }

    /**
     * A frame that carries nothing.
     *
     * @throws Http2Exception of the connection, if there were too many
     */
    void spend() throws Http2Exception {
        if (--left >= 0) {
            return;
        }
        long now = System.nanoTime();
        long filled = Math.min(MOST, TimeUnit.NANOSECONDS.toMillis(now - filledAt) * PER_SECOND / 1000);
        if (filled <= 0) {
            throw Http2Exception.connectionError(Http2Error.ENHANCE_YOUR_CALM, "too many frames that carry nothing");
        }
        filledAt = now;
        left = filled - 1;
    }
}
