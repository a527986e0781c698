package io.tenbin.operator.reconciler;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** What the installation says, as {@code TENBIN_*} variables or system properties. */
@ConfigMapping(prefix = "tenbin")
interface OperatorSettings {
    /** The image of the proxies. */
    String proxyImage();

    /** When a node pulls it. */
    @WithDefault("IfNotPresent")
    String proxyImagePullPolicy();

    /** Names of the Secrets that it is pulled with, in the namespace of each LoadBalancer. */
    Optional<List<String>> proxyImagePullSecrets();

    /** The Lease that says which of the operator's replicas works. */
    @WithDefault("tenbin-operator")
    String leaseName();

    /** Where the Lease is; the pod's own namespace if absent. */
    Optional<String> leaseNamespace();

    /** Who speaks, in the Lease and in Events. */
    @WithDefault("${HOSTNAME:tenbin-operator}")
    String instance();
}
