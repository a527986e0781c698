package io.tenbin.proxy.source;

import io.tenbin.config.Materials;
import io.tenbin.config.ProxyConfig;
import io.tenbin.proxy.snapshot.Discovery;

/** Takes what a source finds out about one LoadBalancer. Called from one thread of the source at a time; never blocks. */
public interface ChangeSink {

    /** All that is known of endpoints, each time that something of it has changed; before the first configuration too. */
    void discovered(Discovery discovery);

    /**
     * The configuration that is to be in force.
     *
     * @param materials all that it names, perhaps more
     * @param hash of its bytes: what is acknowledged
     */
    void config(ProxyConfig config, Materials materials, String hash);

    /**
     * A newer configuration has come and cannot be read; the one before stays. To be shown to whoever asks why, until the
     * next {@link #config}.
     */
    default void refused(String reason) {}
}
