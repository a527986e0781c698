package io.tenbin.proxy.listener;

import java.util.concurrent.atomic.LongAdder;

/** Handshakes with the clients of one listener. */
public final class TlsStats {
    private final LongAdder handshakes = new LongAdder();
    private final LongAdder resumed = new LongAdder();
    private final LongAdder failed = new LongAdder();

    /** Those that were done, resumed ones too. */
    public LongAdder handshakes() {
        return handshakes;
    }

    /** Those that went on with an earlier session. */
    public LongAdder resumed() {
        return resumed;
    }

    /** Connections that came to none: closed, too slow, no TLS, nothing in common, no certificate for the name. */
    public LongAdder failed() {
        return failed;
    }
}
