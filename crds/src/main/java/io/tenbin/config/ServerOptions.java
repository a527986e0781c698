package io.tenbin.config;

import org.jspecify.annotations.Nullable;

/**
 * What a server may say about itself, wherever its address comes from. For a Service it holds for each endpoint.
 *
 * @param weight share of the traffic, 0 to 256; 0 gets no new work, but what sticks to the server stays
 * @param backup whether it gets work only while no other server can
 * @param state what the operator of the server wants of it
 * @param cookie the value of the Backend's cookie that means this server; null for none, and for a Service
 * @param maxConnections HTTP requests, or relayed connections, that it has at the same time, at least 0; 0 for no limit
 *     (HAProxy's {@code maxconn} of a server). Who comes when they are all taken waits
 * @param health how it is found out whether it is fit for work
 */
public record ServerOptions(
        int weight, boolean backup, State state, @Nullable String cookie, int maxConnections, HealthConfig health) {

    public ServerOptions {
        Check.range("weight", weight, 0, 256);
        Check.atLeast("maxConnections", maxConnections, 0);
    }

    /** These options with another weight and state. */
    public ServerOptions with(int otherWeight, State otherState) {
        return new ServerOptions(otherWeight, backup, otherState, cookie, maxConnections, health);
    }

    /** As in HAProxy's {@code set server <b>/<s> state} (management guide, section 9.3). */
    public enum State {
        /** Takes work. */
        READY,
        /** Takes no new work; what sticks to it still goes there. */
        DRAIN,
        /** Takes nothing, and what sticks to it goes elsewhere. */
        MAINT
    }

    /** A server that takes work, is no backup, and counts as up. */
    public static ServerOptions ofWeight(int weight) {
        return new ServerOptions(weight, false, State.READY, null, 0, HealthConfig.NONE);
    }
}
