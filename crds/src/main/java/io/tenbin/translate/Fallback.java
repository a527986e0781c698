package io.tenbin.translate;

import io.tenbin.api.v1alpha1.Backend;
import io.tenbin.api.v1alpha1.BackendSpec;
import io.tenbin.schema.Quoted;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where a Backend's work goes while none of its servers can take it. */
final class Fallback {
    private static final String PATH = "spec.fallback.backend";

    private Fallback() {}

    /** The name of the Backend; null if there is none, or none that can be used, for which the references have the reason. */
    static @Nullable String of(ObjectKey key, BackendSpec spec, Resources resources, Findings references) {
        String reference = spec.fallback() == null ? null : spec.fallback().backend();
        if (reference == null) {
            return null;
        }
        ObjectKey target = target(key, reference);
        if (!target.namespace().equals(key.namespace())) {
            references.add(
                    PATH,
                    Reason.REF_NOT_PERMITTED,
                    Quoted.of(reference) + " is in another namespace; Backends of namespace " + key.namespace()
                            + " are allowed");
            return null;
        }
        Backend backend = resources.backends().get(target);
        if (backend == null) {
            references.add(
                    PATH,
                    Reason.BACKEND_NOT_FOUND,
                    Resources.missing("Backend", key.namespace(), target.name(), resources.backends()));
            return null;
        }
        if (!"TCP".equals(spec.mode())
                && backend.getSpec() != null
                && "TCP".equals(backend.getSpec().mode())) {
            references.add(
                    PATH,
                    Reason.MODE_MISMATCH,
                    "Backend " + Quoted.of(reference) + " has mode TCP; a Backend of mode HTTP needs one of mode HTTP");
            return null;
        }
        if (leadsBack(key, target, resources)) {
            references.add(
                    PATH,
                    Reason.FALLBACK_CYCLE,
                    "Backend " + Quoted.of(reference) + " leads back to this one by its own fallback, or is this one; "
                            + "a chain that ends is allowed");
            return null;
        }
        return target.name();
    }

    private static boolean leadsBack(ObjectKey key, ObjectKey first, Resources resources) {
        Set<ObjectKey> seen = new HashSet<>();
        ObjectKey next = first;
        while (next != null && seen.add(next)) {
            if (next.equals(key)) {
                return true;
            }
            Backend backend = resources.backends().get(next);
            BackendSpec spec = backend == null ? null : backend.getSpec();
            next = spec == null || spec.fallback() == null || spec.fallback().backend() == null
                    ? null
                    : target(next, spec.fallback().backend());
        }
        return false;
    }

    private static ObjectKey target(ObjectKey from, String reference) {
        int slash = reference.indexOf('/');
        return slash < 0
                ? new ObjectKey(from.namespace(), reference)
                : new ObjectKey(reference.substring(0, slash), reference.substring(slash + 1));
    }
}
