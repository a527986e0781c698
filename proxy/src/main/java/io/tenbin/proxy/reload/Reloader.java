package io.tenbin.proxy.reload;

import io.tenbin.config.ProxyConfig;
import io.tenbin.proxy.listener.Listeners;
import io.tenbin.proxy.snapshot.Discovery;
import io.tenbin.proxy.snapshot.LiveSnapshot;
import io.tenbin.proxy.snapshot.Snapshot;
import io.tenbin.proxy.upstream.EndpointRegistry;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The single writer. Everything that changes comes through here, on one thread: build the next snapshot, bind new ports,
 * swap once, retire what is gone.
 */
public final class Reloader implements AutoCloseable {

    public Reloader(LiveSnapshot.Writer live, EndpointRegistry registry, Listeners listeners) {}

    /**
     * Asks for this configuration. Any thread.
     *
     * @param hash of the configuration's bytes
     * @return what became of the change that it was part of; a newer configuration may have taken its place
     */
    public CompletionStage<ReloadResult> apply(ProxyConfig config, String hash) {
        return new CompletableFuture<>();
    }

    /** Tells what discovery knows now, whole. Any thread. Held until there is a configuration. */
    public CompletionStage<ReloadResult> discovered(Discovery discovery) {
        return new CompletableFuture<>();
    }

    /** What is in force, null before the first. */
    public @Nullable Snapshot applied() {
        return null;
    }

    /** Asks to hear of every result, in order, on the reload thread. */
    public void onResult(Consumer<ReloadResult> listener) {}

    public ReloadStats stats() {
        return new ReloadStats();
    }

    @Override
    public void close() {}
}
