package io.tenbin.operator.reconciler;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One object as it is: read by its name, and watched by its name from then on, without the right to list. A watch that has ended,
 * because its history is gone or the API server was, begins anew.
 */
final class FollowedObject<T extends HasMetadata> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FollowedObject.class);
    private static final long AGAIN_MILLIS = 500;

    private final String name;
    private final Resource<T> resource;
    private final Runnable onChange;
    private volatile @Nullable T current;
    private @Nullable Watch watch;
    private boolean closed;

    private FollowedObject(String name, Resource<T> resource, Runnable onChange) {
        this.name = name;
        this.resource = resource;
        this.onChange = onChange;
    }

    /**
     * Reads the object, which need not exist.
     *
     * @param onChange called on the client's threads when it has changed, was made, or is gone
     * @throws KubernetesClientException if the API server does not answer, or does not allow it
     */
    static <T extends HasMetadata> FollowedObject<T> begin(String name, Resource<T> resource, Runnable onChange) {
        FollowedObject<T> object = new FollowedObject<>(name, resource, onChange);
        object.start();
        return object;
    }

    /** Null if there is none. */
    @Nullable
    T current() {
        return current;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (watch != null) {
            watch.close();
        }
    }

    private synchronized void start() {
        if (closed) {
            return;
        }
        T now = resource.get();
        current = now;
        // Without a version the watch begins with the object, should it be made in this moment.
        ListOptions from = new ListOptionsBuilder()
                .withResourceVersion(now == null ? null : now.getMetadata().getResourceVersion())
                .build();
        watch = resource.watch(from, new Events());
    }

    private void startAgain() {
        try {
            start();
            onChange.run();
        } catch (KubernetesClientException e) {
            LOG.warn("watch what=\"{}\" cannot begin reason=\"{}\"", name, e.getMessage());
            later();
        }
    }

    private void later() {
        CompletableFuture.delayedExecutor(AGAIN_MILLIS, TimeUnit.MILLISECONDS).execute(this::startAgain);
    }

    private final class Events implements Watcher<T> {
        @Override
        public void eventReceived(Action action, T object) {
            switch (action) {
                case ADDED, MODIFIED -> current = object;
                case DELETED -> current = null;
                case ERROR, BOOKMARK -> {
                    return;
                }
            }
            onChange.run();
        }

        @Override
        public void onClose(WatcherException cause) {
            LOG.info("watch what=\"{}\" ended reason=\"{}\"", name, cause.getMessage());
            later();
        }
    }
}
