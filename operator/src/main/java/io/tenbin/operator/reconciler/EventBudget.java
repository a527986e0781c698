package io.tenbin.operator.reconciler;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** How many Events an object may cause: a burst, then one now and then. A flapping endpoint must not fill etcd. */
final class EventBudget {
    static final int BURST = 20;
    static final Duration REFILL = Duration.ofSeconds(15);
    private static final int OBJECTS = 4096;

    private final Clock clock;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > OBJECTS;
        }
    };

    EventBudget(Clock clock) {
        this.clock = clock;
    }

    private record Bucket(double tokens, long millis) {}

    synchronized boolean allows(String uid) {
        long now = clock.millis();
        Bucket before = buckets.getOrDefault(uid, new Bucket(BURST, now));
        double refilled =
                Math.min(BURST, before.tokens() + (double) Math.max(0, now - before.millis()) / REFILL.toMillis());
        boolean allowed = refilled >= 1;
        buckets.put(uid, new Bucket(allowed ? refilled - 1 : refilled, now));
        return allowed;
    }
}
