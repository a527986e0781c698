package io.tenbin.translate;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.tenbin.api.v1alpha1.Backend;
import io.tenbin.config.MaxConnectionsConfig;
import io.tenbin.schema.NearMatch;
import io.tenbin.schema.Quoted;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a LoadBalancer may refer to. Objects that it does not refer to change nothing but the hints in messages.
 *
 * @param backends by key
 * @param services by key
 * @param policy what the installation allows
 * @param secrets where certificates come from
 * @param proxies how many share what all proxies of a LoadBalancer have together, at least 1
 */
public record Resources(
        Map<ObjectKey, Backend> backends,
        Map<ObjectKey, Service> services,
        Secrets secrets,
        Policy policy,
        int proxies) {

    public Resources {
        backends = Map.copyOf(backends);
        services = Map.copyOf(services);
        if (proxies < 1) {
            throw new IllegalArgumentException("proxies: " + proxies + " must be at least 1");
        }
    }

    /** In a cluster. Of two objects with one key the later one counts. */
    public static Resources of(Collection<Backend> backends, Collection<Service> services) {
        return new Resources(byKey(backends), byKey(services), Secrets.NONE, Policy.CLUSTER, 1);
    }

    /** The same under another policy. */
    public Resources withPolicy(Policy other) {
        return new Resources(backends, services, secrets, other, proxies);
    }

    /** The same with these Secrets and ConfigMaps. */
    public Resources withSecrets(Secrets others) {
        return new Resources(backends, services, others, policy, proxies);
    }

    /** The same for so many proxies. */
    public Resources withProxies(int count) {
        return new Resources(backends, services, secrets, policy, count);
    }

    /** What one proxy gets of a limit, at least 1; 0 stays what it is, none. */
    int share(int limit) {
        return MaxConnectionsConfig.share(limit, proxies);
    }

    /** Says that an object is missing, and which one was probably meant. */
    static String missing(String kind, String namespace, String name, Map<ObjectKey, ?> all) {
        List<String> names = all.keySet().stream()
                .filter(key -> key.namespace().equals(namespace))
                .map(ObjectKey::name)
                .sorted()
                .toList();
        return "no " + kind + " " + Quoted.of(name) + " in namespace " + namespace
                + NearMatch.of(name, names)
                        .map(near -> "; did you mean " + Quoted.of(near) + "?")
                        .orElse("");
    }

    static <T extends HasMetadata> Map<ObjectKey, T> byKey(Collection<T> objects) {
        Map<ObjectKey, T> byKey = new TreeMap<>();
        objects.forEach(object -> byKey.put(ObjectKey.of(object), object));
        return byKey;
    }
}
