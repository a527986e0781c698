package io.tenbin.translate;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;

/**
 * Names one object of a kind.
 *
 * @param namespace {@code default} for an object that names none
 * @param name the object's name
 */
public record ObjectKey(String namespace, String name) implements Comparable<ObjectKey> {

    /** The key of an object. One without a name, which no API server stores, has the empty name. */
    public static ObjectKey of(HasMetadata object) {
        ObjectMeta meta = object.getMetadata();
        String namespace = meta == null ? null : meta.getNamespace();
        String name = meta == null ? null : meta.getName();
        return new ObjectKey(
                namespace == null || namespace.isEmpty() ? "default" : namespace, name == null ? "" : name);
    }

    /** What {@link #toString()} wrote. */
    static ObjectKey parse(String text) {
        int slash = text.indexOf('/');
        return new ObjectKey(text.substring(0, slash), text.substring(slash + 1));
    }

    @Override
    public int compareTo(ObjectKey other) {
        int byNamespace = namespace.compareTo(other.namespace);
        return byNamespace != 0 ? byNamespace : name.compareTo(other.name);
    }

    /** {@code namespace/name}. */
    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
