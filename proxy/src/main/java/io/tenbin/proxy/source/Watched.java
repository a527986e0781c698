package io.tenbin.proxy.source;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Objects that are listed and then watched, for as long as it takes: an informer, which lists anew when a watch ends, and
 * which is replaced when it has been silent for too long. A connection can be dead without either side knowing; an API server
 * that is alive says something at least every minute (bookmarks).
 *
 * <p>Belongs to one thread, but for the events, which come on the client's.
 */
final class Watched<T extends HasMetadata> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Watched.class);

    private final String what;
    private final Informable<T> source;
    private final Events<T> events;
    private SharedIndexInformer<T> informer;
    private @Nullable SharedIndexInformer<T> successor;
    private @Nullable String lastVersion;

    /** What is told, on threads of the client. */
    interface Events<T> {
        /** The object was added, changed or deleted. */
        void changed(T object);

        /** A list is complete: all that {@link #list} gives may have changed. */
        void synced();

        /** The API server cannot be asked; it will be asked again. */
        void failed(Throwable cause);
    }

    /** Begins to list and watch. */
    Watched(String what, Informable<T> source, Events<T> events) {
        this.what = what;
        this.source = source;
        this.events = events;
        this.informer = start();
    }

    boolean synced() {
        return current().hasSynced();
    }

    /** What is known now. */
    List<T> list() {
        return current().getStore().list();
    }

    /** To be called now and then: replaces the informer if nothing at all was heard since the last call. */
    void replaceIfSilent() {
        SharedIndexInformer<T> now = current();
        String version = now.lastSyncResourceVersion();
        if (successor == null && now.hasSynced() && Objects.equals(version, lastVersion)) {
            LOG.info("watch what={} was silent, begins anew version={}", what, version);
            successor = start();
        }
        lastVersion = version;
    }

    /** The successor takes over once its list is complete: until then what was known stays. */
    private SharedIndexInformer<T> current() {
        SharedIndexInformer<T> next = successor;
        if (next != null && next.hasSynced()) {
            informer.close();
            informer = next;
            successor = null;
        }
        return informer;
    }

    private SharedIndexInformer<T> start() {
        SharedIndexInformer<T> next = source.runnableInformer(0);
        next.exceptionHandler((started, cause) -> {
            events.failed(cause);
            return true;
        });
        next.addEventHandler(new Handler<>(events::changed));
        var _ = next.start().thenRun(events::synced);
        return next;
    }

    @Override
    public void close() {
        informer.close();
        if (successor != null) {
            successor.close();
        }
    }

    private record Handler<T>(Consumer<T> changed) implements ResourceEventHandler<T> {
        @Override
        public void onAdd(T object) {
            changed.accept(object);
        }

        @Override
        public void onUpdate(T before, T now) {
            changed.accept(now);
        }

        @Override
        public void onDelete(T object, boolean finalStateUnknown) {
            changed.accept(object);
        }
    }
}
