package io.tenbin.translate;

import io.tenbin.config.ProxyConfig;
import java.util.Map;

/**
 * What became of a LoadBalancer.
 *
 * @param config what its proxies are to do; without listeners if it is not accepted and never was
 * @param accepted whether this version of the spec is valid; if not, listeners and drain are the last good ones
 * @param resolvedRefs whether all Backends and Secrets exist and fit
 * @param backends what became of the Backends that it refers to, as far as they exist
 * @param secrets what became of the Secrets that it and they refer to
 */
public record LoadBalancerTranslation(
        ProxyConfig config,
        Verdict accepted,
        Verdict resolvedRefs,
        Map<ObjectKey, BackendTranslation> backends,
        SecretsTranslation secrets) {

    public LoadBalancerTranslation {
        backends = Map.copyOf(backends);
    }
}
