package io.tenbin.proxy.http2;

import io.netty.handler.codec.http2.Http2Error;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of streams that are not there any more, and of those that never were because a later one was begun before them:
 * enough to tell a client that breaks the rules from one that did not know yet that its stream was reset (RFC 9113 section 5.1).
 */
final class StreamHistory {
    private static final int MOST_RESETS = 128;
    private static final int MOST_GAPS = 16;

    private final int[] resets = new int[MOST_RESETS];
    private final int[] gapStarts = new int[MOST_GAPS];
    private final int[] gapEnds = new int[MOST_GAPS];
    private int resetCount;
    private int gapCount;
    private int highest = -1;

    /** The client begins a stream, later than all others. */
    void opened(int stream) {
        if (stream > highest + 2) {
            gapStarts[gapCount % MOST_GAPS] = highest + 2;
            gapEnds[gapCount % MOST_GAPS] = stream;
            gapCount++;
        }
        highest = stream;
    }

    /** We have reset a stream: what comes on it may have been sent before the client knew. */
    void reset(int stream) {
        resets[resetCount % MOST_RESETS] = stream;
        resetCount++;
    }

    /** What a head on a stream that is over is for the connection; null if it is no fault. */
    @Nullable
    Http2Error judge(int stream) {
        for (int reset : resets) {
            if (reset == stream) {
                return null;
            }
        }
        for (int gap = 0; gap < MOST_GAPS; gap++) {
            if (stream >= gapStarts[gap] && stream < gapEnds[gap]) {
                return Http2Error.PROTOCOL_ERROR;
            }
        }
        return Http2Error.STREAM_CLOSED;
    }
}
