package io.tenbin.proxy.source;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** The one ConfigMap that is a proxy's configuration. Belongs to the source's thread, on which the client's events are queued. */
final class ConfigWatch implements AutoCloseable {
    private final Executor thread;
    private final Consumer<ConfigMap> onObject;
    private final Consumer<Throwable> onFailure;
    private final Watched<ConfigMap> watched;

    /**
     * Begins to watch.
     *
     * @param onObject called on {@code thread} with the object as it is, again and again, and never with one that is gone:
     *     whoever deletes a LoadBalancer ends its proxies
     * @param onFailure called on {@code thread} when the API server cannot be asked
     */
    ConfigWatch(
            KubernetesClient client,
            ConfigPlaces places,
            Executor thread,
            Consumer<ConfigMap> onObject,
            Consumer<Throwable> onFailure) {
        this.thread = thread;
        this.onObject = onObject;
        this.onFailure = onFailure;
        this.watched = new Watched<>(
                places.what(),
                client.configMaps().inNamespace(places.namespace()).withName(places.name()),
                new ConfigEvents());
    }

    void replaceIfSilent() {
        watched.replaceIfSilent();
    }

    @Override
    public void close() {
        watched.close();
    }

    private void read() {
        List<ConfigMap> objects = watched.list();
        if (!objects.isEmpty()) {
            onObject.accept(objects.getFirst());
        }
    }

    private final class ConfigEvents implements Watched.Events<ConfigMap> {
        @Override
        public void changed(ConfigMap object) {
            thread.execute(ConfigWatch.this::read);
        }

        @Override
        public void synced() {
            thread.execute(ConfigWatch.this::read);
        }

        @Override
        public void failed(Throwable cause) {
            thread.execute(() -> onFailure.accept(cause));
        }
    }
}
