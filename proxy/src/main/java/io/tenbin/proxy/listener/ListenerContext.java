package io.tenbin.proxy.listener;

import io.tenbin.proxy.snapshot.LiveSnapshot;

/** What a connection knows of the listener that accepted it. Safe on any thread. */
public interface ListenerContext {

    /** The listener's name: the key into {@link io.tenbin.proxy.snapshot.Snapshot#listeners()}. */
    String name();

    LiveSnapshot live();

    /**
     * Whether this listener was removed or the whole proxy drains: from now on each HTTP answer says {@code Connection:
     * close}. New connections may still arrive. Never turns back to false for this context.
     */
    boolean closing();

    ListenerStats stats();

    /** Client connections of the whole process now: HAProxy's {@code %ac}. */
    int processConnections();
}
