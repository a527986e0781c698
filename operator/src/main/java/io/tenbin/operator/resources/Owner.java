package io.tenbin.operator.resources;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.Map;
import java.util.TreeMap;

/**
 * The LoadBalancer that generated objects belong to.
 *
 * @param namespace where it lives, and all its objects
 * @param name the public Service's name; all other objects are called {@code tenbin-<name>}
 * @param uid what the garbage collector goes by
 */
public record Owner(String namespace, String name, String uid) {
    /** Puts an object into its LoadBalancer's hands: what carries it, with our {@code managed-by}, is ours to write. */
    public static final String LOAD_BALANCER = "tenbin.io/loadbalancer";

    public static final String MANAGED_BY = "app.kubernetes.io/managed-by";
    public static final String TENBIN = "tenbin";

    /** Before the LoadBalancer's name, in the name of every generated object but the public Service. */
    public static final String PREFIX = "tenbin-";

    /** The LoadBalancer as owner. */
    public static Owner of(HasMetadata loadBalancer) {
        ObjectMeta metadata = loadBalancer.getMetadata();
        return new Owner(metadata.getNamespace(), metadata.getName(), metadata.getUid());
    }

    /** The name of every generated object but the public Service. */
    public String objectName() {
        return PREFIX + name;
    }

    /** Which pods are this LoadBalancer's. A Deployment's selector is immutable, so it stays this small. */
    public Map<String, String> selector() {
        return sorted(Map.of("app.kubernetes.io/name", "tenbin-proxy", "app.kubernetes.io/instance", name));
    }

    /** The labels of every generated object. */
    public Map<String, String> labels() {
        Map<String, String> labels = new TreeMap<>(selector());
        labels.put("app.kubernetes.io/component", "proxy");
        labels.put(MANAGED_BY, TENBIN);
        labels.put(LOAD_BALANCER, name);
        return labels;
    }

    /**
     * Whether an existing object may be written: it carries our labels, and no other controller owns it. The owner's
     * uid is not asked for, so that a LoadBalancer that was restored or made anew takes over what runs.
     */
    public boolean owns(HasMetadata object) {
        ObjectMeta metadata = object.getMetadata();
        Map<String, String> labels = metadata.getLabels() == null ? Map.of() : metadata.getLabels();
        return TENBIN.equals(labels.get(MANAGED_BY))
                && name.equals(labels.get(LOAD_BALANCER))
                && metadata.getOwnerReferences().stream().noneMatch(this::isOtherController);
    }

    ObjectMeta metadata(String objectName) {
        // blockOwnerDeletion would ask for a right on the LoadBalancer's finalizers.
        return new ObjectMetaBuilder()
                .withNamespace(namespace)
                .withName(objectName)
                .withLabels(labels())
                .addNewOwnerReference()
                .withApiVersion("tenbin.io/v1alpha1")
                .withKind("LoadBalancer")
                .withName(name)
                .withUid(uid)
                .withController(true)
                .endOwnerReference()
                .build();
    }

    private boolean isOtherController(OwnerReference reference) {
        return Boolean.TRUE.equals(reference.getController())
                && !("LoadBalancer".equals(reference.getKind()) && name.equals(reference.getName()));
    }

    private static Map<String, String> sorted(Map<String, String> map) {
        return new TreeMap<>(map);
    }
}
