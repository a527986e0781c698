package io.tenbin.proxy.source;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one Secret of a proxy. It is watched by its name and never listed, since who may list may be given the right by none but who
 * may list all. A watch that begins without a version begins with the object as it is (Kubernetes API concepts, "Efficient detection
 * of changes").
 */
final class SecretWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SecretWatch.class);
    private static final long AGAIN_MILLIS = 250;
    private static final long AGAIN_CAP_MILLIS = 8_000;

    private final String what;
    private final Resource<Secret> resource;
    private final ScheduledExecutorService thread;
    private final Consumer<Secret> onObject;
    private final Consumer<Throwable> onFailure;
    private final AtomicLong heard = new AtomicLong();

    private @Nullable Watch watch;
    private long silentAt = -1;
    private long again = AGAIN_MILLIS;
    private int generation;
    private boolean closed;

    /**
     * Begins to watch.
     *
     * @param thread whom the rest of the source belongs to
     * @param onObject called on {@code thread} with the object as it is, again and again
     * @param onFailure called on {@code thread} when the API server cannot be asked
     */
    SecretWatch(
            KubernetesClient client,
            ConfigPlaces places,
            ScheduledExecutorService thread,
            Consumer<Secret> onObject,
            Consumer<Throwable> onFailure) {
        this.what = "secret/" + places.name();
        this.resource = client.secrets().inNamespace(places.namespace()).withName(places.name());
        this.thread = thread;
        this.onObject = onObject;
        this.onFailure = onFailure;
        begin();
    }

    /** To be called now and then: begins anew if nothing at all was heard since the last call. */
    synchronized void replaceIfSilent() {
        if (watch != null && heard.get() == silentAt) {
            LOG.info("watch what={} was silent, begins anew", what);
            end();
            begin();
        }
        silentAt = heard.get();
    }

    @Override
    public synchronized void close() {
        closed = true;
        end();
    }

    private synchronized void begin() {
        if (!closed) {
            int mine = ++generation;
            // Blocks until the API server answers.
            Thread.startVirtualThread(() -> open(mine));
        }
    }

    private void open(int mine) {
        try {
            Watch opened = resource.watch(new Events(mine));
            synchronized (this) {
                again = AGAIN_MILLIS;
                if (closed || mine != generation) {
                    opened.close();
                } else {
                    watch = opened;
                }
            }
        } catch (KubernetesClientException e) {
            failed(mine, e);
        }
    }

    private synchronized void failed(int mine, Throwable cause) {
        if (!closed && mine == generation) {
            watch = null;
            thread.execute(() -> onFailure.accept(cause));
            thread.schedule(this::begin, again, TimeUnit.MILLISECONDS);
            again = Math.min(2 * again, AGAIN_CAP_MILLIS);
        }
    }

    private void end() {
        if (watch != null) {
            watch.close();
            watch = null;
        }
    }

    private final class Events implements Watcher<Secret> {
        private final int mine;

        private Events(int mine) {
            this.mine = mine;
        }

        @Override
        public void eventReceived(Action action, Secret object) {
            heard.incrementAndGet();
            if (action == Action.ADDED || action == Action.MODIFIED) {
                synchronized (SecretWatch.this) {
                    if (!closed && mine == generation) {
                        thread.execute(() -> onObject.accept(object));
                    }
                }
            }
        }

        @Override
        public void onClose(WatcherException cause) {
            failed(mine, cause);
        }
    }
}
