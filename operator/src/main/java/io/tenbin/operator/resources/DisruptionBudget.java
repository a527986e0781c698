package io.tenbin.operator.resources;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;

/** Node drains take one proxy at a time. */
public final class DisruptionBudget {
    private DisruptionBudget() {}

    /** One budget for all proxies of the LoadBalancer. */
    public static PodDisruptionBudget of(Owner owner) {
        // AlwaysAllow: a proxy that is not ready serves nobody, and must not block a node's drain.
        return new PodDisruptionBudgetBuilder()
                .withMetadata(owner.metadata(owner.objectName()))
                .withNewSpec()
                .withMaxUnavailable(new IntOrString(1))
                .withUnhealthyPodEvictionPolicy("AlwaysAllow")
                .withNewSelector()
                .withMatchLabels(owner.selector())
                .endSelector()
                .endSpec()
                .build();
    }
}
