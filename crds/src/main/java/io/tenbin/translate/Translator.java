package io.tenbin.translate;

import io.tenbin.api.v1alpha1.Backend;
import io.tenbin.api.v1alpha1.LoadBalancer;
import io.tenbin.config.BackendConfig;
import io.tenbin.config.ProxyConfig;
import org.jspecify.annotations.Nullable;

/**
 * From resources and the configuration in force to a new configuration and a verdict on each object. Total: whatever a user
 * wrote, there is a result. Equal input gives equal output.
 *
 * <p>An object that is not accepted contributes its last good part, taken from the configuration in force, whole. An
 * unresolved reference does not hold a version back: it goes into force, and what needs the reference is answered 503.
 */
public final class Translator {
    private Translator() {}

    /**
     * One LoadBalancer with the Backends that it refers to.
     *
     * @param resources at least the Backends and Services of the LoadBalancer's namespace
     * @param inForce what its proxies were last given; null if nothing yet
     */
    public static LoadBalancerTranslation loadBalancer(
            LoadBalancer loadBalancer, Resources resources, @Nullable ProxyConfig inForce) {
        return LoadBalancerTranslator.translate(loadBalancer, resources, inForce);
    }

    /**
     * One Backend.
     *
     * @param resources at least the Services of the Backend's namespace
     * @param inForce what proxies were last given of it; null if nothing yet
     */
    public static BackendTranslation backend(Backend backend, Resources resources, @Nullable BackendConfig inForce) {
        return BackendTranslator.translate(backend, resources, inForce);
    }
}
