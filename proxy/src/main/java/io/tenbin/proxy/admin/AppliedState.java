package io.tenbin.proxy.admin;

import java.util.List;

/**
 * What a proxy has applied and sees: what the operator writes status from.
 *
 * @param hash of the configuration in force; empty before the first
 * @param ready whether the complete snapshot is applied and new work is welcome
 * @param draining whether the process is about to end
 * @param listeners those that accept connections
 * @param backends those in the configuration
 * @param rejected why the latest configuration was refused; empty if it was not
 */
public record AppliedState(
        String hash,
        boolean ready,
        boolean draining,
        List<Listener> listeners,
        List<Backend> backends,
        String rejected) {

    /** Nothing is applied yet. */
    public static final AppliedState NONE = new AppliedState("", false, false, List.of(), List.of(), "");

    public AppliedState {
        listeners = List.copyOf(listeners);
        backends = List.copyOf(backends);
    }

    /**
     * A listener that is bound.
     *
     * @param port the port that this process has bound
     */
    public record Listener(String loadBalancer, String name, int port) {}

    /**
     * A Backend's endpoints.
     *
     * @param total all that it has, draining ones not counted
     * @param healthy those of them that are in service: not taken out by their state, and reachable
     * @param draining those that are about to leave, or have left and still have work
     * @param unhealthy those that are down or ejected, or whose TLS failed last, {@value #SHOWN} at most
     */
    public record Backend(
            String loadBalancer, String name, int total, int healthy, int draining, List<Unhealthy> unhealthy) {
        /** How many unhealthy endpoints are told of: more would be more than anybody reads. */
        public static final int SHOWN = 32;

        public Backend {
            unhealthy = List.copyOf(unhealthy);
        }
    }

    /**
     * An endpoint that gets no new work, or does nothing with it. Nothing in it changes from check to check, so that the state is news only when it is.
     *
     * @param state {@code Down} by its checks, {@code Ejected}, or {@code TlsFailed}
     * @param reason how the last check of one that is down ended, or why TLS failed; empty if neither is known
     */
    public record Unhealthy(String server, String endpoint, String state, String reason) {}
}
