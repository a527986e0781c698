package io.tenbin.operator.resources;

import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;

/** Who the proxies are to the API server, and the little that they may do there: read, three things. */
public final class ProxyAccess {
    private ProxyAccess() {}

    /** The proxies' identity. The token is mounted by the Deployment, which alone needs it. */
    public static ServiceAccount account(Owner owner) {
        return new ServiceAccountBuilder()
                .withMetadata(owner.metadata(owner.objectName()))
                .withAutomountServiceAccountToken(false)
                .build();
    }

    /** The own ConfigMap and the own Secret by name, and the EndpointSlices of the own namespace. */
    public static Role role(Owner owner) {
        return new RoleBuilder()
                .withMetadata(owner.metadata(owner.objectName()))
                .addNewRule()
                .withApiGroups("")
                .withResources("configmaps")
                .withResourceNames(owner.objectName())
                .withVerbs("list", "watch")
                .endRule()
                .addNewRule()
                .withApiGroups("")
                .withResources("secrets")
                .withResourceNames(owner.objectName())
                // Not listed: nobody can grant what they do not have, and the operator lists no Secrets either.
                .withVerbs("watch")
                .endRule()
                .addNewRule()
                .withApiGroups("discovery.k8s.io")
                .withResources("endpointslices")
                .withVerbs("list", "watch")
                .endRule()
                .build();
    }

    /** Gives the Role to the ServiceAccount. */
    public static RoleBinding binding(Owner owner) {
        return new RoleBindingBuilder()
                .withMetadata(owner.metadata(owner.objectName()))
                .withNewRoleRef("rbac.authorization.k8s.io", "Role", owner.objectName())
                .addNewSubject()
                .withKind("ServiceAccount")
                .withName(owner.objectName())
                .withNamespace(owner.namespace())
                .endSubject()
                .build();
    }
}
