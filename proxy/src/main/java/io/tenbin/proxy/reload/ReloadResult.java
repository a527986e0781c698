package io.tenbin.proxy.reload;

import java.time.Duration;

/** What became of a change. */
public sealed interface ReloadResult {

    /** The configuration that the change was about; empty if discovery spoke before there was one. */
    String hash();

    /**
     * In force.
     *
     * @param took from the build's begin to the swap
     * @param bound ports newly bound
     * @param retiredEndpoints endpoints that got their last work
     */
    record Applied(String hash, Duration took, int bound, int retiredEndpoints) implements ReloadResult {}

    /** Equal to what is in force, or there is nothing in force yet: nothing was done. */
    record Unchanged(String hash) implements ReloadResult {}

    /**
     * Refused as a whole; what was in force still is.
     *
     * @param reason names the listener, the port and the system's error
     */
    record Rejected(String hash, String reason) implements ReloadResult {}
}
