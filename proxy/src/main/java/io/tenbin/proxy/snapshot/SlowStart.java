package io.tenbin.proxy.snapshot;

import io.tenbin.proxy.upstream.Endpoint;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The weight of an endpoint that has come into service beside others grows in sixteenths (HAProxy's {@code slowstart};
 * {@code server_recalc_eweight} in its source). Not those that were there when the process or their Backend began: all would grow
 * alike. Belongs to the reload thread.
 */
final class SlowStart {
    /** The whole weight, in sixteenths. */
    static final int WHOLE = 16;

    private static final long LEAST_STEP_NANOS = Duration.ofSeconds(1).toNanos();
    private static final int STEPS = 20;

    private SlowStart() {}

    /**
     * The members with the part of their weights that counts now.
     *
     * @param slowStart how long it takes; zero for not at all
     * @param before the Backend until now; null if it is new
     * @param nanoTime now, of {@link System#nanoTime}
     */
    static List<Member> apply(Duration slowStart, List<Member> members, @Nullable BackendView before, long nanoTime) {
        Set<Endpoint> running = new HashSet<>();
        if (before != null) {
            before.members().stream().filter(Member::running).forEach(member -> running.add(member.endpoint()));
        }
        return members.stream()
                .map(member -> {
                    Endpoint endpoint = member.endpoint();
                    if (member.running() && !running.isEmpty() && !running.contains(endpoint)) {
                        endpoint.cameIntoService(nanoTime);
                    }
                    return member.withRamp(ramp(endpoint.inServiceFor(nanoTime), slowStart.toNanos()));
                })
                .toList();
    }

    /** How long until the next step of a slow start: HAProxy's twentieth of it, one second at least. */
    static long stepNanos(Duration slowStart) {
        return Math.max(LEAST_STEP_NANOS, slowStart.toNanos() / STEPS);
    }

    private static int ramp(long inService, long slowStart) {
        return inService >= slowStart ? WHOLE : (int) (WHOLE * (double) inService / slowStart) + 1;
    }
}
