package io.tenbin.operator.resources;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;

/** The headless Service by which a LoadBalancer's proxies are found one by one, at their admin ports. */
public final class ReplicaService {
    private ReplicaService() {}

    /** All proxies, ready or not. */
    public static Service of(Owner owner) {
        return new ServiceBuilder()
                .withMetadata(owner.metadata(owner.objectName()))
                .withNewSpec()
                .withType("ClusterIP")
                .withClusterIP("None")
                .withPublishNotReadyAddresses(true)
                .withSelector(owner.selector())
                .addNewPort()
                .withName(ProxyDeployment.ADMIN)
                .withPort(ProxyDeployment.ADMIN_PORT)
                .withProtocol("TCP")
                .withTargetPort(new IntOrString(ProxyDeployment.ADMIN_PORT))
                .endPort()
                .endSpec()
                .build();
    }
}
