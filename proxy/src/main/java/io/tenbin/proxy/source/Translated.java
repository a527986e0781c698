package io.tenbin.proxy.source;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.tenbin.api.v1alpha1.Backend;
import io.tenbin.api.v1alpha1.LoadBalancer;
import io.tenbin.api.v1alpha1.LoadBalancerSpec;
import io.tenbin.config.BackendConfig;
import io.tenbin.config.DrainConfig;
import io.tenbin.config.ProxyConfig;
import io.tenbin.translate.BackendTranslation;
import io.tenbin.translate.LoadBalancerTranslation;
import io.tenbin.translate.ObjectKey;
import io.tenbin.translate.Policy;
import io.tenbin.translate.Problem;
import io.tenbin.translate.Resources;
import io.tenbin.translate.Translator;
import io.tenbin.translate.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What files come to, by the same translator as in a cluster.
 *
 * @param configs what each LoadBalancer is to do, by {@code namespace/name}
 * @param slices the EndpointSlices that were given
 * @param complaints what is wrong with the objects
 */
record Translated(Map<String, ProxyConfig> configs, List<EndpointSlice> slices, List<Complaint> complaints) {

    private static final DrainConfig STANDALONE_DRAIN = new DrainConfig(Duration.ZERO, Duration.ofSeconds(10));

    /**
     * Translates all LoadBalancers and, for their verdicts, all Backends.
     *
     * @param inForce what each LoadBalancer was last given
     * @param policy what addresses may be
     */
    static Translated of(List<FileObject> objects, Map<String, ProxyConfig> inForce, Policy policy) {
        List<Backend> backends = new ArrayList<>();
        List<Service> services = new ArrayList<>();
        List<EndpointSlice> slices = new ArrayList<>();
        for (FileObject object : objects) {
            switch (object.value()) {
                case Backend backend -> backends.add(backend);
                case Service service -> services.add(service);
                case EndpointSlice slice -> slices.add(slice);
                default -> {}
            }
        }
        Resources resources = Resources.of(backends, services).withPolicy(policy);
        Map<String, ProxyConfig> configs = new LinkedHashMap<>();
        List<Complaint> complaints = new ArrayList<>();
        for (FileObject object : objects) {
            if (object.value() instanceof LoadBalancer loadBalancer) {
                String name = ObjectKey.of(loadBalancer).toString();
                LoadBalancerTranslation translation =
                        Translator.loadBalancer(loadBalancer, resources, inForce.get(name));
                configs.put(name, withDrain(translation.config(), loadBalancer, policy));
                complain(object, translation.accepted(), translation.resolvedRefs(), complaints);
            } else if (object.value() instanceof Backend backend) {
                BackendTranslation translation =
                        Translator.backend(backend, resources, inForce(inForce, ObjectKey.of(backend)));
                complain(object, translation.accepted(), translation.resolvedRefs(), complaints);
            }
        }
        return new Translated(configs, slices, complaints);
    }

    /** Nobody routes to a process on a desk but by its address: it waits for nobody to hear that it ends. */
    private static ProxyConfig withDrain(ProxyConfig config, LoadBalancer loadBalancer, Policy policy) {
        LoadBalancerSpec spec = loadBalancer.getSpec();
        boolean own = spec != null && spec.proxy() != null && spec.proxy().drain() != null;
        return own || !policy.equals(Policy.STANDALONE)
                ? config
                : new ProxyConfig(
                        config.loadBalancer(),
                        config.listeners(),
                        config.acls(),
                        config.backends(),
                        STANDALONE_DRAIN,
                        config.maxConnections());
    }

    private static @Nullable BackendConfig inForce(Map<String, ProxyConfig> inForce, ObjectKey backend) {
        return inForce.values().stream()
                .filter(config -> config.loadBalancer().startsWith(backend.namespace() + "/"))
                .flatMap(config -> config.backends().stream())
                .filter(config -> config.name().equals(backend.name()))
                .findFirst()
                .orElse(null);
    }

    /** What is not accepted is an error; a reference to what is not given, only a warning: it may be in the cluster. */
    private static void complain(
            FileObject object, Verdict accepted, Verdict resolvedRefs, List<Complaint> complaints) {
        for (Problem problem : accepted.problems()) {
            complaints.add(object.error(problem.fieldPath(), problem.toString()));
        }
        for (Problem problem : resolvedRefs.problems()) {
            complaints.add(
                    switch (problem.reason()) {
                        case BACKEND_NOT_FOUND, SERVICE_NOT_FOUND ->
                            object.warning(problem.fieldPath(), problem.toString());
                        default -> object.error(problem.fieldPath(), problem.toString());
                    });
        }
    }
}
