package io.tenbin.proxy.source;

import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.tenbin.proxy.snapshot.DiscoveredEndpoint;
import io.tenbin.proxy.snapshot.ServiceKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

/**
 * The EndpointSlices of the namespaces that Services are wanted from: one watch per namespace. Belongs to the source's
 * thread, on which the client's events are queued.
 */
final class SliceWatch implements AutoCloseable {
    private final KubernetesClient client;
    private final ScheduledExecutorService thread;
    private final Runnable onChange;
    private final Consumer<Throwable> onFailure;
    private final Map<String, Watched<EndpointSlice>> namespaces = new HashMap<>();
    private final Set<ServiceKey> dirty = new HashSet<>();
    private Set<ServiceKey> wanted = Set.of();
    private Map<ServiceKey, List<DiscoveredEndpoint>> known = Map.of();

    /**
     * Watches nothing yet.
     *
     * @param onChange called on {@code thread} when {@link #known} or {@link #complete} may have changed
     * @param onFailure called on {@code thread} when the API server cannot be asked
     */
    SliceWatch(
            KubernetesClient client,
            ScheduledExecutorService thread,
            Runnable onChange,
            Consumer<Throwable> onFailure) {
        this.client = client;
        this.thread = thread;
        this.onChange = onChange;
        this.onFailure = onFailure;
    }

    /** What is known from before, for as long as nothing newer is. */
    void begin(Map<ServiceKey, List<DiscoveredEndpoint>> remembered) {
        known = remembered;
    }

    /** From now on these Services, and no others, are of interest. */
    void want(Set<ServiceKey> services) {
        if (services.equals(wanted)) {
            return;
        }
        wanted = services;
        Set<String> needed = new HashSet<>();
        services.forEach(service -> needed.add(service.namespace()));
        namespaces.entrySet().removeIf(entry -> {
            boolean gone = !needed.contains(entry.getKey());
            if (gone) {
                entry.getValue().close();
            }
            return gone;
        });
        needed.forEach(namespace -> namespaces.computeIfAbsent(namespace, this::watch));
        dirty.addAll(services);
        refresh();
    }

    /** Whether the slices of all wanted Services have been listed. */
    boolean complete() {
        return namespaces.values().stream().allMatch(Watched::synced);
    }

    /** The endpoints of wanted Services. One is absent if nothing was ever seen of it, and empty if it has none. */
    Map<ServiceKey, List<DiscoveredEndpoint>> known() {
        return known;
    }

    void replaceSilent() {
        namespaces.values().forEach(Watched::replaceIfSilent);
    }

    private Watched<EndpointSlice> watch(String namespace) {
        return new Watched<>(
                "endpointslices/" + namespace,
                client.discovery().v1().endpointSlices().inNamespace(namespace).withLabel(EndpointSlices.SERVICE_LABEL),
                new SliceEvents(namespace));
    }

    /** Merges anew what has changed: a namespace may hold thousands of slices of no interest. */
    private void refresh() {
        Map<ServiceKey, List<DiscoveredEndpoint>> next = new HashMap<>();
        wanted.forEach(service -> {
            List<DiscoveredEndpoint> endpoints = known.get(service);
            if (endpoints != null) {
                next.put(service, endpoints);
            }
        });
        dirty.retainAll(wanted);
        Set<String> changed = new HashSet<>();
        dirty.forEach(service -> changed.add(service.namespace()));
        for (String namespace : changed) {
            Watched<EndpointSlice> watched = namespaces.get(namespace);
            if (watched != null && watched.synced()) {
                List<EndpointSlice> slices = new ArrayList<>();
                for (EndpointSlice slice : watched.list()) {
                    ServiceKey service = EndpointSlices.service(slice);
                    if (service != null && dirty.contains(service)) {
                        slices.add(slice);
                    }
                }
                Map<ServiceKey, List<DiscoveredEndpoint>> merged = EndpointSlices.merge(slices);
                dirty.removeIf(service -> {
                    boolean here = service.namespace().equals(namespace);
                    if (here) {
                        next.put(service, merged.getOrDefault(service, List.of()));
                    }
                    return here;
                });
            }
        }
        known = Map.copyOf(next);
        onChange.run();
    }

    @Override
    public void close() {
        namespaces.values().forEach(Watched::close);
    }

    private final class SliceEvents implements Watched.Events<EndpointSlice> {
        private final String namespace;

        SliceEvents(String namespace) {
            this.namespace = namespace;
        }

        @Override
        public void changed(EndpointSlice slice) {
            ServiceKey service = EndpointSlices.service(slice);
            if (service != null) {
                thread.execute(() -> {
                    // Events come in bursts; the first one that runs does the work of all that are queued by then.
                    boolean first = dirty.isEmpty();
                    dirty.add(service);
                    if (first) {
                        thread.execute(SliceWatch.this::refresh);
                    }
                });
            }
        }

        @Override
        public void synced() {
            thread.execute(() -> {
                wanted.stream()
                        .filter(service -> service.namespace().equals(namespace))
                        .forEach(dirty::add);
                refresh();
            });
        }

        @Override
        public void failed(Throwable cause) {
            thread.execute(() -> onFailure.accept(cause));
        }
    }
}
