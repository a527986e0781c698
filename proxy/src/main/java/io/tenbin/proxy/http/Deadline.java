package io.tenbin.proxy.http;

import io.tenbin.proxy.transport.LoopTimer;
import io.tenbin.proxy.transport.Timeout;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** When a request must have been answered, whatever moves meanwhile. */
final class Deadline {
    /** Never. */
    static final Deadline NONE = new Deadline(null);

    private final @Nullable Timeout timeout;

    private Deadline(@Nullable Timeout timeout) {
        this.timeout = timeout;
    }

    /** In so much time from now. */
    static Deadline start(LoopTimer timer, Duration time, Runnable onExpiry) {
        Timeout timeout = timer.timeout(onExpiry);
        timeout.start(time);
        return new Deadline(timeout);
    }

    void stop() {
        if (timeout != null) {
            timeout.stop();
        }
    }
}
