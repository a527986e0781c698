package io.tenbin.proxy.upstream;

/** A connection that somebody waits for. Belongs to its event loop's thread. */
public interface Attempt {
    /** Waits no longer: the listener hears nothing more. Without effect once it has been told. */
    void cancel();
}
