package io.tenbin.proxy.source;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.tenbin.translate.ObjectKey;
import java.nio.file.Path;

/**
 * An object that was read from a file.
 *
 * @param file where it stands
 * @param document to find the line of a field
 * @param value the object
 */
record FileObject(Path file, YamlDocument document, HasMetadata value) {

    /**
     * Names an object among those of all kinds.
     *
     * @param kind such as {@code Backend}
     */
    record Identity(String kind, ObjectKey key) {
        /** {@code Backend default/shop}. */
        @Override
        public String toString() {
            return kind + " " + key;
        }
    }

    Identity identity() {
        return new Identity(value.getKind(), ObjectKey.of(value));
    }

    Complaint error(String path, String message) {
        return Complaint.error(file, document.line(path), identity().toString(), message);
    }

    Complaint warning(String path, String message) {
        return new Complaint(file, document.line(path), identity().toString(), message, Complaint.Severity.WARNING);
    }
}
