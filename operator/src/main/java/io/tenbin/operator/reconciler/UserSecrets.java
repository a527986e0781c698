package io.tenbin.operator.reconciler;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.tenbin.translate.ObjectKey;
import io.tenbin.translate.Secrets;
import io.tenbin.translate.SourceKey;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Secrets and ConfigMaps that resources refer to. Each is read and then watched by its own name, for as long as somebody refers to
 * it: they are never listed.
 */
@ApplicationScoped
class UserSecrets {
    private final KubernetesClient client;
    private final Map<Follower, Set<SourceKey>> asked = new HashMap<>();
    private final Map<SourceKey, FollowedObject<?>> followed = new HashMap<>();
    private final Map<String, Consumer<ObjectKey>> listeners = new HashMap<>();

    UserSecrets(KubernetesClient client) {
        this.client = client;
    }

    /**
     * Who refers to something.
     *
     * @param kind {@code LoadBalancer} or {@code Backend}
     */
    record Follower(String kind, ObjectKey key) {}

    /** Who is told that something has changed that one of this kind refers to. */
    synchronized void onChange(String kind, Consumer<ObjectKey> listener) {
        listeners.put(kind, listener);
    }

    /** All that is known at this moment. */
    synchronized Secrets known(Instant now) {
        List<Secret> secrets = new ArrayList<>();
        List<ConfigMap> configMaps = new ArrayList<>();
        for (FollowedObject<?> object : followed.values()) {
            switch (object.current()) {
                case Secret secret -> secrets.add(secret);
                case ConfigMap configMap -> configMaps.add(configMap);
                case null, default -> {}
            }
        }
        return Secrets.at(now).with(secrets, configMaps);
    }

    /**
     * From now on this is all that the follower refers to.
     *
     * @return whether something has become known by this, so that a verdict that was made without it does not count
     */
    synchronized boolean follow(Follower follower, Set<SourceKey> sources) {
        boolean news = false;
        for (SourceKey source : sources) {
            if (!followed.containsKey(source)) {
                FollowedObject<?> object = begin(source);
                followed.put(source, object);
                news |= object.current() != null;
            }
        }
        if (sources.isEmpty()) {
            asked.remove(follower);
        } else {
            asked.put(follower, Set.copyOf(sources));
        }
        Set<SourceKey> wanted = asked.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
        followed.entrySet().removeIf(entry -> {
            boolean unwanted = !wanted.contains(entry.getKey());
            if (unwanted) {
                entry.getValue().close();
            }
            return unwanted;
        });
        return news;
    }

    @PreDestroy
    synchronized void close() {
        followed.values().forEach(FollowedObject::close);
        followed.clear();
    }

    private FollowedObject<?> begin(SourceKey source) {
        ObjectKey key = source.object();
        return source.kind().equals("Secret")
                ? begin(source, client.secrets().inNamespace(key.namespace()).withName(key.name()))
                : begin(source, client.configMaps().inNamespace(key.namespace()).withName(key.name()));
    }

    private <T extends HasMetadata> FollowedObject<T> begin(SourceKey source, Resource<T> resource) {
        return FollowedObject.begin(source.kind() + " " + source.object(), resource, () -> tell(source));
    }

    private void tell(SourceKey source) {
        Map<Follower, Consumer<ObjectKey>> told = new HashMap<>();
        synchronized (this) {
            asked.forEach((follower, sources) -> {
                Consumer<ObjectKey> listener = listeners.get(follower.kind());
                if (listener != null && sources.contains(source)) {
                    told.put(follower, listener);
                }
            });
        }
        told.forEach((follower, listener) -> listener.accept(follower.key()));
    }
}
