package io.tenbin.operator.resources;

import java.util.List;

/**
 * What proxies run, and how their nodes get it.
 *
 * @param name with its tag
 * @param pullPolicy {@code Always}, {@code IfNotPresent} or {@code Never}
 * @param pullSecrets names of Secrets for the registry, each in the LoadBalancer's own namespace; Kubernetes passes over those
 *     that are not there
 */
public record ProxyImage(String name, String pullPolicy, List<String> pullSecrets) {
    public ProxyImage {
        pullSecrets = List.copyOf(pullSecrets);
    }
}
