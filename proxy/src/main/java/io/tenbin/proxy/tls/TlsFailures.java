package io.tenbin.proxy.tls;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** How often which failure was met. Any thread. */
public final class TlsFailures {
    private final Map<TlsFailure, LongAdder> counts = new EnumMap<>(TlsFailure.class);

    public TlsFailures() {
        for (TlsFailure failure : TlsFailure.values()) {
            counts.put(failure, new LongAdder());
        }
    }

    /** Counts of this one. */
    public LongAdder of(TlsFailure failure) {
        LongAdder count = counts.get(failure);
        if (count == null) {
            throw new AssertionError("each has its count");
        }
        return count;
    }
}
