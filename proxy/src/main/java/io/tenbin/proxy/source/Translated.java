package io.tenbin.proxy.source;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.tenbin.api.v1alpha1.Backend;
import io.tenbin.api.v1alpha1.LoadBalancer;
import io.tenbin.api.v1alpha1.LoadBalancerSpec;
import io.tenbin.config.BackendConfig;
import io.tenbin.config.DrainConfig;
import io.tenbin.config.Materials;
import io.tenbin.config.ProxyConfig;
import io.tenbin.translate.BackendTranslation;
import io.tenbin.translate.LoadBalancerTranslation;
import io.tenbin.translate.ObjectKey;
import io.tenbin.translate.Policy;
import io.tenbin.translate.Problem;
import io.tenbin.translate.Resources;
import io.tenbin.translate.Secrets;
import io.tenbin.translate.SecretsTranslation;
import io.tenbin.translate.Translator;
import io.tenbin.translate.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What files come to, by the same translator as in a cluster.
 *
 * @param configs what each LoadBalancer is to do, by {@code namespace/name}
 * @param materials all that the configurations name
 * @param lookAgain when the same files may come to something else; null for never
 * @param slices the EndpointSlices that were given
 * @param complaints what is wrong with the objects
 */
record Translated(
        Map<String, ProxyConfig> configs,
        Materials materials,
        @Nullable Instant lookAgain,
        List<EndpointSlice> slices,
        List<Complaint> complaints) {

    private static final DrainConfig STANDALONE_DRAIN = new DrainConfig(Duration.ZERO, Duration.ofSeconds(10));

    /**
     * Translates all LoadBalancers and, for their verdicts, all Backends.
     *
     * @param inForce what each LoadBalancer was last given
     * @param known the texts that these name, and what else is known but for objects
     * @param policy what addresses may be
     */
    static Translated of(List<FileObject> objects, Map<String, ProxyConfig> inForce, Secrets known, Policy policy) {
        List<Backend> backends = new ArrayList<>();
        List<Service> services = new ArrayList<>();
        List<EndpointSlice> slices = new ArrayList<>();
        List<Secret> secrets = new ArrayList<>();
        List<ConfigMap> configMaps = new ArrayList<>();
        for (FileObject object : objects) {
            switch (object.value()) {
                case Backend backend -> backends.add(backend);
                case Service service -> services.add(service);
                case EndpointSlice slice -> slices.add(slice);
                case Secret secret -> secrets.add(secret);
                case ConfigMap configMap -> configMaps.add(configMap);
                default -> {}
            }
        }
        Resources resources =
                Resources.of(backends, services).withPolicy(policy).withSecrets(known.with(secrets, configMaps));
        Materials materials = Materials.NONE;
        Instant lookAgain = null;
        Map<String, ProxyConfig> configs = new LinkedHashMap<>();
        List<Complaint> complaints = new ArrayList<>();
        for (FileObject object : objects) {
            if (object.value() instanceof LoadBalancer loadBalancer) {
                String name = ObjectKey.of(loadBalancer).toString();
                LoadBalancerTranslation translation =
                        Translator.loadBalancer(loadBalancer, resources, inForce.get(name));
                configs.put(name, withDrain(translation.config(), loadBalancer, policy));
                materials = materials.and(translation.secrets().materials());
                lookAgain = earlier(lookAgain, translation.secrets().lookAgain());
                complain(object, translation.accepted(), translation.resolvedRefs(), complaints);
                warn(object, translation.secrets(), complaints);
            } else if (object.value() instanceof Backend backend) {
                BackendTranslation translation =
                        Translator.backend(backend, resources, inForce(inForce, ObjectKey.of(backend)));
                complain(object, translation.accepted(), translation.resolvedRefs(), complaints);
                warn(object, translation.secrets(), complaints);
            }
        }
        return new Translated(configs, materials, lookAgain, slices, complaints);
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

    private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
        return one == null || (other != null && other.isBefore(one)) ? other : one;
    }

    private static void warn(FileObject object, SecretsTranslation secrets, List<Complaint> complaints) {
        for (Problem problem : secrets.warnings()) {
            complaints.add(object.warning(problem.fieldPath(), problem.toString()));
        }
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
                        case BACKEND_NOT_FOUND, SERVICE_NOT_FOUND, SECRET_NOT_FOUND, CONFIG_MAP_NOT_FOUND ->
                            object.warning(problem.fieldPath(), problem.toString());
                        default -> object.error(problem.fieldPath(), problem.toString());
                    });
        }
    }
}
